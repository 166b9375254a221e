package io.anamnesis.query.insight.report;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.mail.javamail.JavaMailSender;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.query.insight.export.Exports;
import io.anamnesis.query.insight.report.delivery.MailTargets;
import io.anamnesis.query.insight.report.delivery.Mails;
import io.anamnesis.query.insight.report.delivery.WebhookSecret;
import io.anamnesis.query.insight.report.delivery.WebhookTargets;
import io.anamnesis.query.insight.report.delivery.Webhooks;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.Messages;

/** What reports that make themselves need. */
@Configuration(proxyBeanMethods = false)
@Import({ReportController.class, RunController.class})
@PropertySource("classpath:io/anamnesis/query/insight/report/defaults.properties")
public class ReportConfiguration {
  private static final String REPORTS = "/api/v1/reports";

  @Bean
  AccessRule.Table reportAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.GET, REPORTS, "analyst"),
        AccessRule.of(HttpMethod.POST, REPORTS, "analyst"),
        AccessRule.of(HttpMethod.GET, REPORTS + "/{name}", "analyst"),
        AccessRule.of(HttpMethod.DELETE, REPORTS + "/{name}", "analyst"),
        AccessRule.of(HttpMethod.POST, REPORTS + "/{name}/pause", "analyst"),
        AccessRule.of(HttpMethod.POST, REPORTS + "/{name}/resume", "analyst"),
        AccessRule.of(HttpMethod.POST, REPORTS + "/{name}/runs", "analyst"),
        AccessRule.of(HttpMethod.GET, REPORTS + "/{name}/runs", "analyst"),
        AccessRule.of(HttpMethod.GET, REPORTS + "/{name}/runs/{run}", "analyst"),
        AccessRule.of(HttpMethod.GET, REPORTS + "/{name}/runs/{run}/file", "analyst"),
        AccessRule.of(HttpMethod.GET, REPORTS + "/{name}/deliveries", "analyst"));
  }

  @Bean
  ReportSettings reportSettings(Environment environment) {
    return ReportSettings.of(environment);
  }

  @Bean
  MailSeal reportMailSeal(PersonalData personal) {
    return new MailSeal(personal);
  }

  @Bean
  Reports reports(EventLog log, LogTail tail, EventDecoder decoder, ObjectProvider<Clock> clocks) {
    return new Reports(log, tail, decoder, clock(clocks));
  }

  @Bean
  Shelf reportShelf(DataSource database) {
    Shelf.migrate(database);
    return new Shelf(database);
  }

  @Bean
  Attempts reportAttempts(DataSource database, Shelf schemaFirst) {
    return new Attempts(database);
  }

  @Bean
  WebhookTargets reportWebhookTargets(@Value("${anamnesis.reports.webhook.allowed:}") List<String> origins) {
    return WebhookTargets.of(origins);
  }

  /** Absent without a secret to sign with. */
  @Bean
  @Nullable
  Webhooks reportWebhooks(WebhookTargets targets, @Value("${anamnesis.reports.webhook.secret-file:}") String file,
      ObjectProvider<Clock> clocks) {
    return file.isBlank() ? null : new Webhooks(targets, WebhookSecret.in(Path.of(file)), clock(clocks));
  }

  @Bean
  MailTargets reportMailTargets(@Value("${anamnesis.reports.mail.from:}") String from,
      @Value("${anamnesis.reports.mail.domains:}") List<String> domains) {
    return new MailTargets(from, domains);
  }

  /** Absent without a server ({@code spring.mail.host}) or a sender. */
  @Bean
  @Nullable
  Mails reportMails(ObjectProvider<JavaMailSender> sender, MailTargets targets, Messages messages) {
    JavaMailSender server = sender.getIfAvailable();
    return server == null || targets.from().isBlank() ? null : new Mails(server, targets, messages);
  }

  @Bean
  Couriers reportCouriers(ObjectProvider<Webhooks> webhooks, ObjectProvider<Mails> mails, MailSeal seal) {
    return new Couriers(Optional.ofNullable(webhooks.getIfAvailable()), Optional.ofNullable(mails.getIfAvailable()),
        seal);
  }

  @Bean
  DefinitionForm reportDefinitionForm(ProjectionRunner runner, WebhookTargets webhooks, MailTargets mails,
      Couriers couriers) {
    return new DefinitionForm(runner, webhooks, mails, couriers);
  }

  @Bean
  ReportAnswers reportAnswers(Reports reports, Attempts attempts, Shelf shelf, MailSeal seal) {
    return new ReportAnswers(reports, attempts, shelf, seal);
  }

  @Bean
  Making reportMaking(Reports reports, EventLog log, ProjectionRunner runner, Waiting waiting, Exports exports,
      Shelf shelf,
      Attempts attempts, ReportSettings settings, ObjectProvider<Clock> clocks) {
    return new Making(reports, log, runner, waiting, exports, shelf, attempts, settings, clock(clocks));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Desk reportDesk(Reports reports, Attempts attempts, DataSource database, Making making, Shelf shelf,
      ObjectProvider<Clock> clocks) {
    return new Desk(reports, attempts, new Turns(database), making, shelf, clock(clocks));
  }

  @Bean
  Delivery reportDelivery(Reports reports, Shelf shelf, Attempts attempts, Couriers couriers, ReportSettings settings,
      ObjectProvider<Clock> clocks) {
    return new Delivery(reports, shelf, attempts, couriers, settings, clock(clocks));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  PostRoom reportPostRoom(Reports reports, Attempts attempts, DataSource database, Delivery delivery,
      ObjectProvider<Clock> clocks) {
    return new PostRoom(reports, attempts, new Turns(database), delivery, clock(clocks));
  }

  private static Clock clock(ObjectProvider<Clock> clocks) {
    return clocks.getIfAvailable(Clock::systemUTC);
  }
}
