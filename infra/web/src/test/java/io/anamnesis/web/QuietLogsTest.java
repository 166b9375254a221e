package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.web.servlet.DispatcherServlet;

class QuietLogsTest {

  @Test
  void an_unknown_address_is_not_logged() {
    try (var _ = new SpringApplicationBuilder(QuietLogsTest.class).web(WebApplicationType.NONE).run()) {
      assertThat(LoggerFactory.getLogger(DispatcherServlet.PAGE_NOT_FOUND_LOG_CATEGORY).isErrorEnabled()).isFalse();
    }
  }
}
