package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read by hand is read as a pattern and the JDK read it. */
class TextFormProperties {
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern INSTANT =
      Pattern.compile(DATE + "[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern UNIQUE_ID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
  private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Property(tries = 4_000)
  void an_instant_is_what_the_pattern_and_the_JDK_take(@ForAll("nearlyInstants") String text) {
    assertThat(outcome(text, Rfc3339::instant)).isEqualTo(outcome(text, TextFormProperties::instant));
  }

  @Property(tries = 4_000)
  void a_date_is_what_the_pattern_and_the_JDK_take(@ForAll("nearlyInstants") String text) {
    String date = text.substring(0, Math.min(10, text.length()));

    assertThat(outcome(date, Rfc3339::date)).isEqualTo(outcome(date, TextFormProperties::date));
    assertThat(outcome(date, Rfc3339::dateIn)).isEqualTo(outcome(date, TextFormProperties::date));
    assertThat(outcome(text, Rfc3339::date)).isEqualTo(outcome(text, TextFormProperties::date));
    assertThat(outcome(text, Rfc3339::dateIn)).isEqualTo(outcome(text,
        told -> DATE.matcher(told).matches() ? date(told) : instant(told).toLocalDate()));
  }

  @Property(tries = 2_000)
  void a_UUID_is_what_the_pattern_takes(@ForAll("nearlyUniqueIds") String text) {
    assertThat(outcome(text, TextForm.of(UUID.class)::parse))
        .isEqualTo(UNIQUE_ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty());
  }

  @Property(tries = 2_000)
  void a_customer_number_is_what_the_pattern_takes(@ForAll("nearlyNumbers") String text) {
    assertThat(CustomerId.isValid(text)).isEqualTo(CUSTOMER.matcher(text).matches());
  }

  @Property(tries = 2_000)
  void an_id_is_1_to_200_characters_none_of_them_a_control_character(@ForAll("nearlyIds") String text) {
    boolean valid = !text.isEmpty() && text.length() <= 200 && text.chars().noneMatch(Character::isISOControl);

    assertThat(outcome(text, Code::new).isPresent()).isEqualTo(valid);
  }

  @Provide
  Arbitrary<String> nearlyInstants() {
    Arbitrary<String> instants = Arbitraries.randomValue(random -> "%04d-%02d-%02d%c%02d:%02d:%02d%s%s".formatted(
        random.nextInt(10_000), random.nextInt(14), random.nextInt(33), "TTTTt ".charAt(random.nextInt(6)),
        random.nextInt(25), random.nextInt(61), random.nextInt(61),
        random.nextBoolean() ? "" : "." + String.valueOf(random.nextLong(10_000_000_000L)),
        switch (random.nextInt(6)) {
          case 0 -> "z";
          case 1 -> "Z";
          default -> "%c%02d:%02d".formatted("+-".charAt(random.nextInt(2)), random.nextInt(20), random.nextInt(61));
        }));
    return edited(instants, "0129TtZz:+-. ٣");
  }

  @Provide
  Arbitrary<String> nearlyUniqueIds() {
    return edited(Arbitraries.randomValue(random -> new UUID(random.nextLong(), random.nextLong()).toString()),
        "09afAFgG-+ ٣");
  }

  @Provide
  Arbitrary<String> nearlyNumbers() {
    return Arbitraries.strings().withChars("AZ[@az`{09/:._-, é字").ofMaxLength(3)
        .map(text -> text.length() == 3 ? text.repeat(21) + "a" : text)
        .flatMap(text -> Arbitraries.of(text, text + "Z", text + "."));
  }

  @Provide
  Arbitrary<String> nearlyIds() {
    return Arbitraries.of("", "x".repeat(199)).flatMap(start -> Arbitraries.strings()
        .withChars(" a\u001f\u007f\u0080\u009f\u00a0字\u0000").ofMaxLength(3).map(end -> start + end));
  }

  /** Half of them with one character taken out, put in or put in its place. */
  private static Arbitrary<String> edited(Arbitrary<String> texts, String characters) {
    return texts.flatMap(text -> Arbitraries.randomValue(random -> {
      int at = random.nextInt(text.length());
      return switch (random.nextInt(6)) {
        case 0 -> text.substring(0, at) + text.substring(at + 1);
        case 1 -> text.substring(0, at) + characters.charAt(random.nextInt(characters.length())) + text.substring(at);
        case 2 ->
          text.substring(0, at) + characters.charAt(random.nextInt(characters.length())) + text.substring(at + 1);
        default -> text;
      };
    }));
  }

  private static OffsetDateTime instant(String text) {
    if (!INSTANT.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return OffsetDateTime.parse(text);
  }

  private static LocalDate date(String text) {
    if (!DATE.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return LocalDate.parse(text);
  }

  private static Optional<Object> outcome(String text, Function<String, ?> reading) {
    try {
      return Optional.of(reading.apply(text));
    } catch (IllegalArgumentException | DateTimeException refused) {
      return Optional.empty();
    }
  }
}
