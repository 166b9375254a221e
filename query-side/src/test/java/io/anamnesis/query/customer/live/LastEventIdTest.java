package io.anamnesis.query.customer.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After which position a stream goes on. */
class LastEventIdTest {

  @Property
  void the_id_of_an_event_is_its_position(@ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long position) {
    assertThat(LastEventId.parse(Long.toString(position))).hasValue(position);
  }

  @Test
  void without_the_header_there_is_none() {
    assertThat(LastEventId.parse(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "01", "-1", "+1", "1.0", "1e3", "0x1", "1 2", "1,2", "\u0661", "abc",
      "1000000000000000000", "99999999999999999999"})
  void whatever_else_it_says_is_refused(String text) {
    assertThatThrownBy(() -> LastEventId.parse(text)).isInstanceOfSatisfying(ProblemException.class, refused -> {
      assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID);
      assertThat(refused.problem().field()).isEqualTo("Last-Event-ID");
    });
  }

  @Test
  void the_end_of_the_log_is_a_position_and_what_is_beyond_is_none() {
    assertThatCode(() -> LastEventId.refuseIfAhead(7, 7)).doesNotThrowAnyException();
    assertThatThrownBy(() -> LastEventId.refuseIfAhead(8, 7)).isInstanceOf(ProblemException.class);
  }
}
