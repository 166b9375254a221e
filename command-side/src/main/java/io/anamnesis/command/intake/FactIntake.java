package io.anamnesis.command.intake;

import io.anamnesis.command.intake.Ready.Candidate;
import io.anamnesis.web.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes facts into the log in two steps, so that one chunk can be prepared while the one before it is committed. A fact
 * is never refused for a business reason; of two with one identity the first stands.
 */
final class FactIntake {
  private final FactParser parser;
  private final FactSealer sealer;
  private final Originals originals;
  private final FactAppender appender;

  FactIntake(FactParser parser, FactSealer sealer, Originals originals, FactAppender appender) {
    this.parser = parser;
    this.sealer = sealer;
    this.originals = originals;
    this.appender = appender;
  }

  /**
   * Parses and seals. Only keys of people not met before are written.
   *
   * @param actor who sent them
   */
  List<Ready> prepare(List<RawFact> chunk, String actor) {
    List<Parsed> parsed = attributed(chunk.stream().map(parser::parse).toList());
    sealer.prepare(parsed.stream().filter(ParsedFact.class::isInstance).map(ParsedFact.class::cast).toList());
    List<Ready> ready = new ArrayList<>(parsed.size());
    for (Parsed one : parsed) {
      ready.add(switch (one) {
        case ParsedFact fact when fact.isAboutAnother() -> new Ready.Statement(fact, actor);
        case ParsedFact fact -> sealer.seal(fact, actor);
        case Rejection rejection -> rejection;
      });
    }
    return ready;
  }

  /**
   * Files each rejection from which no source could be read under that of the event before it, of the first ones under
   * the first that could be: so who sent a broken line finds it, since a request mostly comes from one source.
   */
  private static List<Parsed> attributed(List<Parsed> parsed) {
    @Nullable
    String nearest = parsed.stream().map(FactIntake::source).filter(Objects::nonNull).findFirst().orElse(null);
    List<Parsed> attributed = new ArrayList<>(parsed.size());
    for (Parsed one : parsed) {
      String source = source(one);
      nearest = source == null ? nearest : source;
      attributed.add(one instanceof Rejection rejection ? rejection.withSource(nearest) : one);
    }
    return attributed;
  }

  private static @Nullable String source(Parsed parsed) {
    return switch (parsed) {
      case ParsedFact fact -> fact.source();
      case Rejection rejection -> rejection.source();
    };
  }

  /**
   * Appends what is sealed, in its order.
   *
   * @return the fate of each, in the same order, durable
   * @throws io.anamnesis.eventstore.LogOverloaded as {@link FactAppender}
   * @throws FactAppender.OutcomeUnknown as {@link FactAppender}
   */
  List<Fate> commit(List<Ready> chunk, Patience patience) {
    List<Fate> fates = new ArrayList<>(chunk.size());
    for (List<Ready> part : originals.parts(chunk)) {
      fates.addAll(commitPart(originals.resolve(part), patience));
    }
    return fates;
  }

  private List<Fate> commitPart(List<Ready> chunk, Patience patience) {
    Map<UUID, Candidate> firsts = new LinkedHashMap<>();
    for (Ready ready : chunk) {
      if (ready instanceof Candidate candidate) {
        firsts.putIfAbsent(candidate.event().eventId(), candidate);
      }
    }
    Map<UUID, Held> held = appender.append(firsts.values(), patience);
    Set<UUID> told = new HashSet<>();
    List<Fate> fates = new ArrayList<>(chunk.size());
    for (Ready ready : chunk) {
      fates.add(switch (ready) {
        case Candidate candidate -> {
          UUID eventId = candidate.event().eventId();
          yield fate(candidate, Objects.requireNonNull(held.get(eventId)), told.add(eventId));
        }
        case Ready.Statement unresolved -> throw new IllegalStateException("what it is about was not looked up");
        case Rejection rejection -> rejection;
      });
    }
    return fates;
  }

  private static Fate fate(Candidate candidate, Held held, boolean first) {
    UUID eventId = candidate.event().eventId();
    if (first && held.fresh()) {
      return new Fate.Accepted(held.position(), eventId);
    }
    if (held.hasContentOf(candidate)) {
      return new Fate.Repeated(held.position(), eventId);
    }
    ParsedFact fact = candidate.fact();
    return new Rejection(fact.raw(), fact.source(), fact.id(), ProblemType.FACT_CONFLICT, null,
        "the content recorded under this source and id is expected");
  }
}
