package io.anamnesis.command.intake;

import io.anamnesis.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Facts whose form is right: of each type at least one, with every required field. */
final class SampleFacts {
  static final String SOURCE = "/his/shanghai";
  static final String TIME = "2026-03-01T10:15:00+08:00";

  private static final String REFERENCE = "{\"source\":\"" + SOURCE + "\",\"id\":\"A-1\"}";

  /** Payload by type. */
  static final Map<String, String> PAYLOADS = payloads();

  private SampleFacts() {}

  static ObjectNode of(String id, String type, String subject, String payload) {
    ObjectNode event = EventCodec.mapper().createObjectNode().put("specversion", "1.0").put("id", id)
        .put("source", SOURCE).put("type", type).put("subject", subject).put("time", TIME);
    event.set("data", EventCodec.mapper().readTree(payload));
    return event;
  }

  static ObjectNode of(String id, String type, String subject) {
    return of(id, type, subject, PAYLOADS.get(type));
  }

  /** A sign-in, the smallest of facts. */
  static ObjectNode signin(String id, String subject) {
    return of(id, "signin.made", subject, "{\"channel\":\"wecom\"}");
  }

  static String subjectOf(String type) {
    return type.startsWith("product.") || type.startsWith("cost.") || type.startsWith("staff.")
        ? "site:shanghai"
        : "C-0042";
  }

  static RawFact raw(ObjectNode event) {
    // Half a character cannot be encoded, only escaped.
    return raw(event.toString().replace("\ud800", "\\ud800"));
  }

  static RawFact raw(String text) {
    return new RawFact(1, text.getBytes(StandardCharsets.UTF_8), false);
  }

  private static Map<String, String> payloads() {
    Map<String, String> payloads = new LinkedHashMap<>();
    String person = """
        {"name":"张三","phone":"13800138000","email":"z@example.org","gender":"male","birthDate":"1980-02-29",
         "nationalId":"X","address":"上海","site":"shanghai","channel":"wecom","referredBy":"C-1"}""";
    payloads.put("customer.registered", person);
    payloads.put("customer.amended", "{}");
    payloads.put("customer.deceased", "{\"date\":\"2026-01-01\"}");
    payloads.put("health.noted", "{\"kind\":\"allergy\",\"text\":\"青霉素\"}");
    payloads.put("family.linked", "{\"other\":\"C-2\",\"relation\":\"mother\",\"guardian\":true}");
    payloads.put("family.unlinked", "{\"other\":\"C-2\"}");
    payloads.put("identity.bound", "{\"system\":\"wecom\",\"identifier\":\"w-1\"}");
    payloads.put("identity.unbound", "{\"system\":\"wecom\",\"identifier\":\"w-1\"}");
    payloads.put("consent.given", "{\"purpose\":\"marketing\",\"until\":\"2027-01-01\"}");
    payloads.put("consent.withdrawn", "{\"purpose\":\"marketing\"}");
    String membership = "{\"membershipId\":\"M-1\",\"kind\":\"paid\",\"fee\":\"100\",\"currency\":\"CNY\"}";
    payloads.put("membership.started", membership);
    payloads.put("membership.renewed", membership);
    payloads.put("membership.ended", "{\"membershipId\":\"M-1\"}");
    payloads.put("donation.made", "{\"kind\":\"money\",\"amount\":\"5.00\",\"currency\":\"CNY\"}");
    payloads.put("lead.captured", "{\"origin\":\"online\",\"chiefComplaint\":\"头痛\",\"wantsCareBy\":\"2026-03-08\"}");
    payloads.put("lead.contacted", "{\"outcome\":\"answered\"}");
    for (String step : new String[]{"booked", "rescheduled", "cancelled", "missed"}) {
      payloads.put("appointment." + step,
          "{\"appointmentId\":\"AP-1\",\"scheduledFor\":\"2026-03-02T09:00:00+08:00\"}");
    }
    for (String step : new String[]{"arrived", "roomed", "completed"}) {
      payloads.put("visit." + step, "{\"visitId\":\"V-1\",\"site\":\"shanghai\",\"kind\":\"outpatient\"}");
    }
    payloads.put("admission.admitted", "{\"stayId\":\"S-1\"}");
    payloads.put("admission.discharged", "{\"stayId\":\"S-1\"}");
    payloads.put("care.step", "{\"step\":\"exam\",\"visitId\":\"V-1\"}");
    payloads.put("report.viewed", "{\"reference\":\"R-1\"}");
    payloads.put("price.acknowledged", "{\"product\":\"P-1\",\"price\":\"9.9\",\"currency\":\"CNY\"}");
    payloads.put("adverse.reported", "{\"adverseId\":\"AE-1\",\"text\":\"跌倒\"}");
    payloads.put("plan.joined", "{\"planId\":\"PL-1\",\"kind\":\"rehabilitation\"}");
    payloads.put("plan.step-done", "{\"planId\":\"PL-1\",\"step\":\"1\"}");
    payloads.put("plan.left", "{\"planId\":\"PL-1\"}");
    payloads.put("followup.recorded", "{\"followUpId\":\"F-1\",\"reached\":true,\"score\":80}");
    payloads.put("purchase.made", """
        {"purchaseId":"P-9","currency":"CNY","site":"shanghai","channel":"wecom",
         "lines":[{"product":"MASSAGE-01","businessLine":"postpartum","quantity":2,"amount":"760.00"},
                  {"amount":"0.5"}],"payments":[{"payer":"self","amount":"760.50"}]}""");
    payloads.put("purchase.refunded", "{\"purchaseId\":\"P-9\",\"currency\":\"CNY\",\"amount\":\"1.00\"}");
    payloads.put("signin.made", "{\"channel\":\"wecom\"}");
    for (String act : new String[]{"shared", "liked", "viewed"}) {
      payloads.put("content." + act, "{\"content\":\"K-1\"}");
    }
    payloads.put("activity.joined", "{\"activity\":\"AC-1\"}");
    payloads.put("activity.attended", "{\"activity\":\"AC-1\"}");
    payloads.put("referral.made", "{\"referred\":\"C-3\"}");
    payloads.put("survey.answered", "{\"survey\":\"SV-1\",\"score\":9.5,\"answers\":{\"q1\":[1,null,\"好\"]}}");
    payloads.put("review.posted", "{\"platform\":\"dianping\",\"rating\":4}");
    for (String act : new String[]{"sent", "responded", "refused"}) {
      payloads.put("campaign." + act, "{\"campaign\":\"CA-1\"}");
    }
    payloads.put("enquiry.made", "{\"factors\":[\"price\"],\"online\":true}");
    payloads.put("call.received", "{\"phone\":\"13800138000\"}");
    payloads.put("message.sent", "{\"text\":\"您好\"}");
    payloads.put("message.received", "{\"text\":\"您好\"}");
    payloads.put("complaint.filed", "{\"complaintId\":\"CO-1\",\"text\":\"等待太久\"}");
    payloads.put("complaint.resolved", "{\"complaintId\":\"CO-1\",\"told\":true}");
    payloads.put("measurement.taken", """
        {"metric":"blood-pressure","components":[{"metric":"systolic","value":120,"unit":"mm[Hg]"},
         {"metric":"diastolic","value":80,"unit":"mm[Hg]"}]}""");
    payloads.put("product.defined", "{\"product\":\"P-1\",\"name\":\"月子餐\",\"price\":\"9.9\",\"currency\":\"CNY\"}");
    payloads.put("cost.booked", "{\"amount\":\"100\",\"currency\":\"CNY\"}");
    payloads.put("staff.worked", "{\"hours\":8}");
    payloads.put("fact.corrected", "{\"corrects\":" + REFERENCE + ",\"data\":{\"channel\":\"web\"}}");
    payloads.put("fact.withdrawn", "{\"withdraws\":" + REFERENCE + "}");
    payloads.put("x.parking", "{\"plate\":\"沪A\",\"minutes\":90,\"deep\":{\"a\":[1,2,{\"b\":null}]}}");
    return payloads;
  }
}
