package io.anamnesis.command.loyalty.publication;

import io.anamnesis.command.loyalty.whatif.WhatIfJobs;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Wires the versions of the programme. */
@Configuration(proxyBeanMethods = false)
public class ProgrammeConfiguration {
  private static final String ONE = ProgrammeController.PATH + "/{version}";

  @Bean
  AccessRule.Table programmeAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, ProgrammeController.PATH, "admin"),
        AccessRule.of(HttpMethod.POST, ONE + "/validate", "admin"),
        AccessRule.of(HttpMethod.POST, ONE + "/what-if", "admin"),
        AccessRule.of(HttpMethod.POST, ONE + "/publish", "admin"),
        AccessRule.of(HttpMethod.POST, ONE + "/retire", "admin"),
        AccessRule.of(HttpMethod.GET, ProgrammeController.PATH, "admin", "analyst", "auditor"),
        AccessRule.of(HttpMethod.GET, ONE, "admin", "analyst", "auditor"),
        AccessRule.of(HttpMethod.GET, ONE + "/diff", "admin", "analyst", "auditor"));
  }

  @Bean
  MessageBundle programmeMessages() {
    return new MessageBundle(ProgrammeWords.BUNDLE);
  }

  @Bean
  ProgrammeLog programmeLog(EventLog log, EventDecoder decoder) {
    return new ProgrammeLog(log, decoder);
  }

  @Bean
  DraftProgramme draftProgramme(EventCatalogue catalogue, LogRegister<EventSchemas> eventSchemas) {
    return new DraftProgramme(catalogue, type -> eventSchemas.now().openNow().of(type));
  }

  @Bean
  ProgrammeController programmeController(ProgrammeLog log, LogRegister<Programmes> programmes, DraftProgramme drafts,
      PersonalData personalData, ObjectProvider<Clock> clocks) {
    return new ProgrammeController(log, programmes, drafts, personalData, clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  ProgrammeReviewController programmeReviewController(ProgrammeLog log, LogRegister<Programmes> programmes,
      DraftProgramme drafts, WhatIfJobs jobs, Messages messages, ObjectProvider<Clock> clocks) {
    return new ProgrammeReviewController(log, programmes, drafts, jobs, messages,
        clocks.getIfAvailable(Clock::systemUTC));
  }
}
