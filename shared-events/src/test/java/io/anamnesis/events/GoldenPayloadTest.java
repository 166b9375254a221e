package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What was ever stored can be read for ever. */
class GoldenPayloadTest {
  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();
  private final EventCodec codec = new EventCodec(CATALOGUE);

  static List<Golden> golden() {
    return Golden.all();
  }

  @Test
  void every_revision_of_every_type_has_a_golden_file_and_every_golden_file_a_type() {
    Set<String> expected = new TreeSet<>();
    for (EventDescriptor descriptor : CATALOGUE.all()) {
      for (int revision = 1; revision <= descriptor.revision(); revision++) {
        expected.add(descriptor.type() + " r" + revision);
      }
    }
    assertThat(Golden.all()).extracting(Golden::toString).filteredOn(name -> !name.startsWith(ExtensionFact.PREFIX))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void a_stored_payload_decodes_into_the_record_of_its_type(Golden golden) {
    CustomerEvent event = codec.decode(golden.type(), golden.revision(), golden.payload());

    assertThat(event).isInstanceOf(CATALOGUE.find(golden.type()).orElseThrow().recordType());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void nothing_of_the_newest_revision_is_lost_on_the_way_through_its_record(Golden golden) {
    if (golden.revision() == CATALOGUE.find(golden.type()).orElseThrow().revision()) {
      CustomerEvent event = codec.decode(golden.type(), golden.revision(), golden.payload());

      assertThat(json(codec.encode(event))).isEqualTo(json(golden.payload()));
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void a_golden_file_shows_every_field_of_its_type(Golden golden) throws ReflectiveOperationException {
    CustomerEvent event = codec.decode(golden.type(), golden.revision(), golden.payload());
    OneOf alternatives = event.getClass().getAnnotation(OneOf.class);
    EventDescriptor type = CATALOGUE.find(golden.type()).orElseThrow();
    Set<String> shown = CATALOGUE.layoutOf(type, golden.revision()).members().keySet();
    for (RecordComponent component : event.getClass().getRecordComponents()) {
      // A revision knows nothing of a field that came later.
      boolean later = golden.revision() < type.revision() && !shown.contains(component.getName());
      // A field that only makes sense beside the other alternative cannot be shown.
      boolean maybe = alternatives != null && (List.of(alternatives.value()).contains(component.getName())
          || component.getName().equals("unit"));
      assertThat(later || maybe || component.getAccessor().invoke(event) != null).as(component.getName()).isTrue();
    }
    if (event instanceof PurchaseMade purchase) {
      assertThat(purchase.lines().getFirst()).hasNoNullFieldsOrProperties();
      assertThat(purchase.payments().getFirst()).hasNoNullFieldsOrProperties();
    }
  }

  @Test
  void an_award_of_revision_1_is_read_as_one_of_a_single_part() {
    Golden first = Golden.all().stream().filter(golden -> golden.toString().equals("loyalty.points-earned r1"))
        .findFirst().orElseThrow();

    var award = (PointsEarned) codec.decode(first.type(), first.revision(), first.payload());

    assertThat(award.parts()).containsExactly(new Part(null, null, null, null, award.points(), List.of()));
    assertThat(award.points()).isEqualTo(149);
    assertThat(award.because()).isEqualTo(award.cause());
    assertThat(award.cap()).isNull();
  }

  @Test
  void what_earned_nothing_in_revision_1_is_read_as_decided_for_its_cause() {
    Golden first = Golden.all().stream().filter(golden -> golden.toString().equals("loyalty.points-not-earned r1"))
        .findFirst().orElseThrow();

    var nothing = (PointsNotEarned) codec.decode(first.type(), first.revision(), first.payload());

    assertThat(nothing.because()).isEqualTo(nothing.cause());
    assertThat(nothing.parts()).isEmpty();
  }

  @Test
  void decimals_keep_their_digits() {
    Golden purchase = Golden.newest(CATALOGUE.of(PurchaseMade.class));

    var made = (PurchaseMade) codec.decode(purchase.type(), purchase.revision(), purchase.payload());

    assertThat(made.lines().get(1).amount().text()).isEqualTo("99.9000");
    assertThat(made.lines().get(1).quantity()).isEqualTo(new BigDecimal("0.5"));
    assertThat(made.total()).isEqualByComparingTo("859.90");
  }

  private static JsonNode json(String text) {
    return EventCodec.mapper().readTree(text);
  }
}
