package io.anamnesis.projections.declared;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.ProductId;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Definitions and events for tests, with zones that differ. */
final class Given {
  static final Map<String, ZoneId> ZONES =
      Map.of("berlin", ZoneId.of("Europe/Berlin"), "honolulu", ZoneId.of("Pacific/Honolulu"));
  static final ZoneId STANDARD_ZONE = ZoneId.of("Asia/Shanghai");
  static final DefinitionCompiler COMPILER = new DefinitionCompiler(EventCatalogue.standard(),
      site -> site == null ? STANDARD_ZONE : ZONES.getOrDefault(site, STANDARD_ZONE), Set.of("portrait"));

  private Given() {}

  static DeclaredProjection projection(String yaml) {
    try {
      return COMPILER.compile(new DefinitionText(yaml), 1);
    } catch (InvalidDefinition invalid) {
      throw new AssertionError("it should hold: " + invalid.complaints(), invalid);
    }
  }

  static List<InvalidDefinition.Complaint> complaints(String yaml) {
    try {
      COMPILER.compile(new DefinitionText(yaml), 1);
      return List.of();
    } catch (InvalidDefinition invalid) {
      return invalid.complaints();
    }
  }

  static Recorded event(long position, Instant at, CustomerEvent event) {
    String type = event instanceof ExtensionFact extension
        ? extension.type()
        : EventCatalogue.standard().of(event.getClass()).type();
    return new Recorded(position, UUID.randomUUID(), null, null, "C-1", type, 1, at, at, Metadata.NONE, event);
  }

  static PurchaseMade purchase(String site, String channel, Line... lines) {
    return new PurchaseMade(new PurchaseId("P-1"), Currency.getInstance("CNY"), List.of(lines), null, null, null,
        site == null ? null : new SiteId(site), channel == null ? null : new Code(channel), null);
  }

  static Line line(String businessLine, String quantity, String amount) {
    return new Line(new ProductId("X"), businessLine == null ? null : new Code(businessLine),
        quantity == null ? null : new BigDecimal(quantity), Amount.of(amount), null);
  }

  static DeclaredState folded(DeclaredProjection projection, Recorded... events) {
    DeclaredState state = projection.initial();
    for (Recorded event : events) {
      state = projection.fold(state, event);
    }
    return state;
  }
}
