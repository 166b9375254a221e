package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Scale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a state's text is must not depend on who wrote it: databind is the oracle. */
class JsonTextProperties {
  private static final JsonMapper DATABIND =
      EventCodec.mapper().rebuild().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final JsonText TEXT = new JsonText(DATABIND);

  record Told<T>(Instant at, long position, @Nullable T value) {}

  record Everything(String text, int whole, @Nullable Long boxed, boolean flag, @Nullable BigDecimal number, UUID id,
      LocalDate day, @Nullable Currency currency, @Nullable Code code, @Nullable Amount amount,
      List<@Nullable Told<String>> told, SortedMap<CustomerId, Code> byCustomer,
      SortedMap<String, @Nullable Long> byName) {}

  /** Databind alone knows what becomes of these. */
  record Peculiar(DayOfWeek day, Map<Integer, String> byNumber, SortedMap<Integer, String> sorted, Set<Long> set,
      LocalTime time, double ratio, float share, short little, char letter, byte[] bytes, String[] array,
      Object anything, Renamed renamed, Thrifty thrifty, Computed computed, Nothing nothing) {}

  record Renamed(@JsonProperty("another-name") String name) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Thrifty(@Nullable String absent, String present) {}

  record Computed(long amount) {
    public long getTwice() {
      return 2 * amount;
    }
  }

  record Nothing() {}

  @Property
  void every_text_is_as_databind_writes_it(@ForAll("texts") String text) {
    assertEqual(text);
    assertEqual(new TreeMap<>(Map.of(text, text)));
  }

  @Property
  void every_instant_is_as_databind_writes_it(@ForAll("instants") Instant instant) {
    assertEqual(instant);
  }

  @Example
  void instants_at_the_edges_of_days_months_and_years_are_as_databind_writes_them() {
    for (String edge : List.of("0000-01-01T00:00:00Z", "0000-02-29T23:59:59.999999999Z", "0000-03-01T00:00:00Z",
        "1600-02-29T12:00:00Z", "1900-02-28T23:59:59Z", "1900-03-01T00:00:00Z", "1969-12-31T23:59:59.000001Z",
        "2000-02-29T00:00:00.1Z", "2024-12-31T23:59:59Z", "9999-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z")) {
      assertEqual(Instant.parse(edge));
    }
  }

  @Property
  void every_number_is_as_databind_writes_it(@ForAll @Scale(9) BigDecimal number, @ForAll long whole,
      @ForAll int exponent) {
    assertEqual(number);
    assertEqual(number.scaleByPowerOfTen(exponent % 1_000));
    assertEqual(whole);
    assertEqual((int) whole);
  }

  @Property
  void a_record_of_everything_is_as_databind_writes_it(@ForAll("records") Everything everything) {
    assertEqual(everything);
    assertEqual(List.of(everything, List.of(), everything));
  }

  @Example
  void what_is_peculiar_is_left_to_databind() {
    assertEqual(new Peculiar(DayOfWeek.FRIDAY, new TreeMap<>(Map.of(1, "a", 2, "b")), new TreeMap<>(Map.of(3, "c")),
        Set.of(7L), LocalTime.NOON, 0.1, 0.5f, (short) 3, 'x', new byte[]{1, 2}, new String[]{"a", "/"},
        new Told<>(Instant.EPOCH, 1, DayOfWeek.MONDAY), new Renamed("n"), new Thrifty(null, "p"), new Computed(4),
        new Nothing()));
  }

  /** What must be escaped is seldom met among all there is. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(Arbitraries.strings(), Arbitraries.strings().withCharRange('\0', '\u007f'),
        Arbitraries.strings().withChars("\"\\/\b\t\n\f\r\0 a\ud83d\ude00"));
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Combinators.combine(Arbitraries.longs().between(-70_000_000_000L, 260_000_000_000L),
        Arbitraries.of(0, 1, 1_000, 1_000_000, 123_000_000, 123_456_000, 123_456_789, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<Everything> records() {
    Arbitrary<Long> seeds = Arbitraries.longs();
    Arbitrary<@Nullable Told<String>> told =
        Combinators.combine(instants(), seeds, Arbitraries.strings().injectNull(0.2))
            .as((at, position, value) -> new Told<@Nullable String>(at, position, value)).injectNull(0.1);
    Arbitrary<String> names = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(9);
    return Combinators.combine(texts(), seeds, told.list().ofMaxSize(3), names.list().ofMaxSize(3),
        Arbitraries.bigDecimals().injectNull(0.2)).as((text, seed, values, keys, number) -> {
          SortedMap<CustomerId, Code> byCustomer = new TreeMap<>();
          SortedMap<String, @Nullable Long> byName = new TreeMap<>();
          keys.forEach(key -> byCustomer.put(new CustomerId(key), new Code("c/" + key)));
          keys.forEach(key -> byName.put(key + '"', key.length() > 3 ? null : seed));
          boolean some = seed % 2 == 0;
          return new Everything(text, seed.intValue(), some ? seed : null, some, number, new UUID(seed, ~seed),
              LocalDate.ofEpochDay(seed % 100_000), some ? Currency.getInstance("CNY") : null,
              some ? new Code("wechat") : null, some ? Amount.of("380.00") : null, values, byCustomer, byName);
        });
  }

  private static void assertEqual(Object value) {
    assertThat(TEXT.write(value)).isEqualTo(asItLeaves(DATABIND.writeValueAsString(value)));
    assertThat(TEXT.write(Arrays.asList(value, null)))
        .isEqualTo(asItLeaves(DATABIND.writeValueAsString(Arrays.asList(value, null))));
  }

  /** As a table would keep it: there is no UTF-8 of half a pair of surrogates. */
  private static String asItLeaves(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
