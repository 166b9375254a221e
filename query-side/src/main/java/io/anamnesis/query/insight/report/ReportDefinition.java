package io.anamnesis.query.insight.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.web.Language;

/**
 * What an analyst wants of a report.
 *
 * @param title for people; null: its name
 * @param projection whose rows it takes
 * @param cron five fields
 * @param language of the words of a mail
 * @param keep how many of its last files are kept
 * @param webhooks URLs
 * @param mail addresses
 */
record ReportDefinition(String name, @Nullable String title, String projection, TableFormat format, String cron,
    ZoneId zone, Language language, int keep, List<String> webhooks, List<String> mail) {

  ReportDefinition {
    webhooks = List.copyOf(webhooks);
    mail = List.copyOf(mail);
  }

  /** The definition that an event holds. */
  static ReportDefinition of(ReportDefined event, MailSeal seal) {
    return new ReportDefinition(event.name(), event.title(), event.projection(), format(event), event.cron(),
        ZoneId.of(event.zone()), Language.of(event.language()), event.keep(), event.webhooks(),
        seal.open(event.mail()));
  }

  static TableFormat format(ReportDefined event) {
    return TableFormat.of(event.format())
        .orElseThrow(() -> new IllegalStateException("no format is called " + event.format()));
  }

  static Schedule schedule(ReportDefined event) {
    return Schedule.of(event.cron(), ZoneId.of(event.zone()));
  }

  /** How the receivers are called, wherever a URL or an address has no business. */
  static List<String> recipients(ReportDefined event) {
    List<String> recipients = new ArrayList<>();
    for (int i = 1; i <= event.webhooks().size(); i++) {
      recipients.add("webhook-" + i);
    }
    for (int i = 1; i <= event.mailboxes(); i++) {
      recipients.add("mail-" + i);
    }
    return recipients;
  }

  /** As the log shall hold it: a payload whose addresses are sealed. */
  String payload(UUID eventId, int version, MailSeal seal) {
    ReportDefined clear = new ReportDefined(name, version, title, projection, format.word(), cron, zone.getId(),
        language.tag(), keep, webhooks, mail.size(), null);
    return seal.payload(eventId, new EventCodec(EventCatalogue.standard()).encode(clear), mail);
  }
}
