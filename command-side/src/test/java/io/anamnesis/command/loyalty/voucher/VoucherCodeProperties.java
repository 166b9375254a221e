package io.anamnesis.command.loyalty.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Codes as people type them. */
class VoucherCodeProperties {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private final VoucherCode code = VoucherCode.random(new SecureRandom());

  @Example
  void a_code_has_eighty_five_random_bits_and_nobody_sees_it_by_chance() {
    assertThat(code.printed()).matches("[%1$s]{6}-[%1$s]{6}-[%1$s]{6}".formatted(ALPHABET));
    assertThat(code.toString()).doesNotContain(code.text());
    assertThat(Stream.generate(() -> VoucherCode.random(new SecureRandom()).text()).limit(5_000)
        .collect(Collectors.toSet())).hasSize(5_000);
    for (int place = 0; place < 18; place++) {
      int at = place;
      assertThat(Stream.generate(() -> VoucherCode.random(new SecureRandom()).text().charAt(at)).limit(2_000)
          .collect(Collectors.toSet())).as("characters at %s", place).hasSize(32);
    }
  }

  @Property
  void it_is_read_however_it_is_written(@ForAll @IntRange(min = 0, max = 17) int place) {
    String typed =
        " " + code.printed().toLowerCase(Locale.ROOT).replace("-", " - ").replace('0', 'o').replace('1', 'l');
    assertThat(VoucherCode.read(typed)).contains(code);
    assertThat(VoucherCode.read(code.text().replace('1', 'I'))).contains(code);
    assertThat(VoucherCode.read(code.text().substring(0, place))).isEmpty();
  }

  @Property
  void a_wrong_character_is_noticed(@ForAll @IntRange(min = 0, max = 17) int place,
      @ForAll @IntRange(min = 0, max = 31) int letter) {
    StringBuilder wrong = new StringBuilder(code.text());
    wrong.setCharAt(place, ALPHABET.charAt(letter));
    assertThat(VoucherCode.read(wrong.toString()).isPresent()).isEqualTo(wrong.toString().equals(code.text()));
    wrong.setCharAt(place, 'U');
    assertThat(VoucherCode.read(wrong.toString())).isEmpty();
  }

  @Property
  void two_that_were_swapped_are_noticed_but_for_the_first_and_last_of_all(
      @ForAll @IntRange(min = 0, max = 16) int place) {
    StringBuilder swapped = new StringBuilder(code.text());
    swapped.setCharAt(place, code.text().charAt(place + 1));
    swapped.setCharAt(place + 1, code.text().charAt(place));
    String both = code.text().substring(place, place + 2);
    boolean blind = both.equals("0Z") || both.equals("Z0") || both.charAt(0) == both.charAt(1);
    assertThat(VoucherCode.read(swapped.toString()).isPresent()).isEqualTo(blind);
  }
}
