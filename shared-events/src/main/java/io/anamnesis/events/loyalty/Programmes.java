package io.anamnesis.events.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.loyalty.ProgrammeVersion.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All versions of the programme, as a fold of their events in the log's order. It answers for any earlier position as it did
 * then: what came later changes nothing of it. Immutable.
 */
public final class Programmes {
  private static final Comparator<ProgrammeVersion> LATEST =
      Comparator.comparing(Programmes::effectiveFrom).thenComparingLong(Programmes::publishedAt);
  private static final Programmes STANDARD = new Programmes(Map.of(), ProgrammeVersion.standard());

  private final Map<String, ProgrammeVersion> byName;
  /** Later ones last. */
  private final List<ProgrammeVersion> published;
  private final List<Types> types;

  /** The types of interaction that rules name, from the position of a publication on. */
  private record Types(long after, Set<String> types) {}

  private Programmes(Map<String, ProgrammeVersion> before, ProgrammeVersion changed) {
    Map<String, ProgrammeVersion> all = new LinkedHashMap<>(before);
    all.put(changed.name(), changed);
    this.byName = all;
    this.published = all.values().stream().filter(version -> version.state() != State.DRAFT).sorted(LATEST).toList();
    this.types = types(published);
  }

  /** Before any version was drafted: the standard programme alone, in force from the beginning of time. */
  public static Programmes standard() {
    return STANDARD;
  }

  private static List<Types> types(List<ProgrammeVersion> published) {
    List<Types> all = new ArrayList<>();
    Set<String> sofar = new HashSet<>();
    published.stream().sorted(Comparator.comparingLong(Programmes::publishedAt)).forEach(version -> {
      version.programme().rules().stream().filter(EarningRule::canGive).map(EarningRule::on).forEach(sofar::add);
      all.add(new Types(publishedAt(version), Set.copyOf(sofar)));
    });
    return List.copyOf(all);
  }

  /** @param event a {@link ProgrammeEvent} */
  public Programmes with(Recorded event) {
    if (!(event.event() instanceof ProgrammeEvent change)) {
      throw new IllegalArgumentException(event.type() + " is no event of a programme");
    }
    return new Programmes(byName, ProgrammeVersion.after(byName.get(change.version()), event));
  }

  /**
   * The version that decides on an interaction: the last one effective at or before its instant, of those published at a
   * position before its own; of two effective from the same instant, the one published later.
   */
  public Programme inForceAt(Instant occurredAt, long position) {
    for (int i = published.size() - 1; i >= 0; i--) {
      if (published.get(i).decides(occurredAt, position)) {
        return published.get(i).programme();
      }
    }
    // Before the beginning; the standard programme is never retired.
    return Programme.standard();
  }

  /** The types of interaction that some rule rewards, of any version published at a position before this one. */
  public Set<String> types(long position) {
    for (int i = types.size() - 1; i >= 0; i--) {
      if (types.get(i).after < position) {
        return types.get(i).types;
      }
    }
    return types.getFirst().types;
  }

  public Optional<ProgrammeVersion> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A version that was published: its content never changes any more. Empty for a draft, too. */
  public Optional<Programme> published(String name) {
    return find(name).filter(version -> version.state() != State.DRAFT).map(ProgrammeVersion::programme);
  }

  /** In the order in which they were first drafted, the standard programme first. */
  public List<ProgrammeVersion> all() {
    return List.copyOf(byName.values());
  }

  private static Instant effectiveFrom(ProgrammeVersion version) {
    return version.effectiveFrom() == null ? ProgrammeVersion.BEGINNING : version.effectiveFrom();
  }

  private static long publishedAt(ProgrammeVersion version) {
    return version.publishedAt() == null ? 0 : version.publishedAt();
  }
}
