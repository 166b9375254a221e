package io.anamnesis.web.masking;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonalData;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;

class MaskingTest {
  private final List<String> asked = new ArrayList<>();
  private final Masking masking = new Masking(noting(PersonalData.class), noting(PersonKeys.class));

  @Test
  void who_knows_of_a_write_is_answered_by_what_became_of_the_keys_since() {
    masking.of("C-1", Sight.of(request()));
    assertThat(asked).doesNotContain("askAnew");

    MockHttpServletRequest knowing = request();
    knowing.addHeader("Consistency-Token", "any");
    masking.of("C-1", Sight.of(knowing));
    assertThat(asked).contains("askAnew");
  }

  private static MockHttpServletRequest request() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/customers/C-1/portrait");
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/api/v1/customers/{customer}/portrait");
    return request;
  }

  private <T> T noting(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, method, arguments) -> {
      asked.add(method.getName());
      return method.getReturnType() == boolean.class ? false : null;
    }));
  }
}
