package io.anamnesis.query.insight.report;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.query.insight.report.delivery.MailTargets;
import io.anamnesis.query.insight.report.delivery.WebhookTargets;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.node.ObjectNode;

/** Reads what an analyst posts; what does not hold is refused with the name of the field. */
final class DefinitionForm {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern KEEP = Pattern.compile("[1-9][0-9]{0,2}");
  private static final int MOST_KEPT = 400;
  private static final int STANDARD_KEEP = 12;
  private static final int LONGEST_TITLE = 100;
  private static final int MOST_RECIPIENTS = 20;

  private final ProjectionRunner runner;
  private final WebhookTargets webhooks;
  private final MailTargets mails;
  private final Couriers couriers;

  DefinitionForm(ProjectionRunner runner, WebhookTargets webhooks, MailTargets mails, Couriers couriers) {
    this.runner = runner;
    this.webhooks = webhooks;
    this.mails = mails;
    this.couriers = couriers;
  }

  ReportDefinition read(ObjectNode body) {
    Members members = new Members(body, "");
    members.refuseOthers("report", "title", "projection", "format", "schedule", "language", "keep", "recipients");
    String name = members.required("report");
    if (!NAME.matcher(name).matches()) {
      throw members.invalid("report", "problem.invalid.report-name");
    }
    String title = members.text("title").orElse(null);
    if (title != null && (title.length() > LONGEST_TITLE || title.chars().anyMatch(Character::isISOControl))) {
      throw members.invalid("title", "problem.invalid.report-title", LONGEST_TITLE);
    }
    String projection = projection(members);
    TableFormat format = TableFormat.of(members.required("format")).orElseThrow(
        () -> members.invalid("format", "problem.invalid.report-format"));
    ScheduleForm schedule = ScheduleForm.read(members.child("schedule"));
    Members recipients = members.child("recipients");
    recipients.refuseOthers("webhooks", "mail");
    return new ReportDefinition(name, title, projection, format, schedule.cron(), schedule.zone(), language(members),
        keep(members), webhooks(recipients), mail(recipients));
  }

  private String projection(Members members) {
    String projection = members.required("projection");
    if (runner.versions(projection).isEmpty()) {
      throw Problem.of(ProblemType.UNKNOWN_PROJECTION).field("projection").exception();
    }
    return projection;
  }

  private static Language language(Members members) {
    return members.text("language")
        .map(tag -> Arrays.stream(Language.values()).filter(language -> language.tag().equals(tag)).findFirst()
            .orElseThrow(() -> members.invalid("language", "problem.invalid.report-language",
                Arrays.stream(Language.values()).map(Language::tag).collect(Collectors.joining(", ")))))
        .orElse(Language.DEFAULT);
  }

  private static int keep(Members members) {
    String keep = members.text("keep").orElse(Integer.toString(STANDARD_KEEP));
    if (!KEEP.matcher(keep).matches() || Integer.parseInt(keep) > MOST_KEPT) {
      throw members.invalid("keep", "problem.invalid.report-keep", MOST_KEPT);
    }
    return Integer.parseInt(keep);
  }

  private List<String> webhooks(Members recipients) {
    List<String> urls = few(recipients, "webhooks");
    for (int i = 0; i < urls.size(); i++) {
      String field = "webhooks[" + i + "]";
      Optional<WebhookTargets.Fault> fault = webhooks.fault(urls.get(i));
      if (fault.isPresent()) {
        throw recipients.invalid(field, switch (fault.get()) {
          case NO_URL -> "problem.invalid.report-url";
          case MORE_THAN_A_PATH -> "problem.invalid.report-url-parts";
          case NOT_ALLOWED -> "problem.invalid.report-url-origin";
        });
      }
      if (!couriers.canPost()) {
        throw recipients.invalid(field, "problem.invalid.report-no-secret");
      }
    }
    return urls;
  }

  private List<String> mail(Members recipients) {
    List<String> addresses = few(recipients, "mail");
    for (int i = 0; i < addresses.size(); i++) {
      String field = "mail[" + i + "]";
      if (!MailTargets.isAddress(addresses.get(i))) {
        throw recipients.invalid(field, "problem.invalid.report-address");
      }
      if (!couriers.canMail()) {
        throw recipients.invalid(field, "problem.invalid.report-no-mail");
      }
      if (!mails.allows(addresses.get(i))) {
        throw recipients.invalid(field, "problem.invalid.report-domain");
      }
    }
    return addresses;
  }

  /** Nobody twice, and not too many. */
  private static List<String> few(Members recipients, String name) {
    List<String> all = recipients.texts(name);
    if (all.size() > MOST_RECIPIENTS || new HashSet<>(all).size() < all.size()) {
      throw recipients.invalid(name, "problem.invalid.report-recipients", MOST_RECIPIENTS);
    }
    return all;
  }
}
