package io.anamnesis.benchmarks.micro;

/** Payloads as the log holds them. */
public enum Payload {
  /** A purchase of two lines: what the workloads append. */
  PURCHASE("purchase.made", 1, """
      {"purchaseId": "P-2026-000417", "currency": "CNY", "lines": [\
      {"product": "MASSAGE-01", "businessLine": "postpartum", "quantity": 2, "amount": "760.00", "cost": "310.50"}, \
      {"product": "CONSULT-02", "businessLine": "postpartum", "quantity": 1, "amount": "99.90"}], \
      "visitId": "V-77", "site": "shanghai"}"""),

  /** A decision. */
  AWARD("loyalty.points-earned", 3, """
      {"cause":"6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10","causeType":"purchase.made",\
      "because":"6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10","position":42,"programme":"default-1",\
      "rule":"purchase","points":149,"multiplier":1.5,"level":4,\
      "lot":{"lotId":"6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10","points":149,"earnedAt":"2026-03-01T02:15:00Z",\
      "activeAt":"2026-03-08T02:15:00Z","expiresAt":"2027-03-31T16:00:00Z"},\
      "parts":[{"line":1,"base":99.90,"currency":"CNY","points":149,"values":[]}],"values":[]}"""),

  /** The same of an earlier revision, which an upcaster lifts. */
  AWARD_UPCAST("loyalty.points-earned", 1, """
      {"cause":"6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10","causeType":"purchase.made","programme":"default-1",\
      "rule":"purchase","points":149,"multiplier":1.5,"level":4,\
      "lot":{"lotId":"6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10","points":149,"earnedAt":"2026-03-01T02:15:00Z",\
      "activeAt":"2026-03-08T02:15:00Z","expiresAt":"2027-03-31T16:00:00Z"}}"""),

  /** A small fact. */
  SIGNIN("signin.made", 1, "{\"channel\":\"mini-program\"}"),

  /** Dates with an offset. */
  APPOINTMENT("appointment.booked", 1, """
      {"appointmentId":"A-1","site":"shanghai","department":"obstetrics","doctor":"D-7",\
      "scheduledFor":"2026-03-04T09:30:00+08:00","channel":"wecom"}""");

  /** What lies beside a payload. */
  static final String METADATA =
      """
      {"source":"his","id":"P-2026-000417","content":"q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA","actor":"his-import"}""";

  final String type;
  final int revision;
  final String json;

  Payload(String type, int revision, String json) {
    this.type = type;
    this.revision = revision;
    this.json = json;
  }
}
