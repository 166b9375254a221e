package io.anamnesis.command.loyalty.mall;

import io.anamnesis.command.loyalty.voucher.VoucherCodes;
import io.anamnesis.command.loyalty.voucher.VoucherLog;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.masking.Masking;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires rewards that are handed out against codes. */
@Configuration(proxyBeanMethods = false)
@Import(VoucherController.class)
public class VoucherConfiguration {

  @Bean
  VoucherCodes voucherCodes(PersonalData personal) {
    return new VoucherCodes(personal);
  }

  @Bean
  VoucherLog voucherLog(EventLog log, EventDecoder decoder, Masking masking) {
    return new VoucherLog(log, decoder, masking);
  }

  @Bean
  AccessRule.Table voucherAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, VoucherController.PATH, "app", "staff"));
  }
}
