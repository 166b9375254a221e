package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LogBeansTest {
  @Test
  void a_time_zone_that_there_is_not_is_refused_by_the_name_of_its_setting() {
    LogBeans beans = new LogBeans();
    assertThat(beans.businessDays("Asia/Shanghai").zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    for (String wrong : new String[]{"Asia/Nowhere", "", "+25:00"}) {
      assertThatThrownBy(() -> beans.businessDays(wrong)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ANAMNESIS_RECONCILIATION_ZONE");
    }
  }
}
