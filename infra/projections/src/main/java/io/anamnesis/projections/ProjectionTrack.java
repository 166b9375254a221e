package io.anamnesis.projections;

import io.anamnesis.projections.ProjectionRefused.Reason;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One projection in this process: the versions whose code it has, and a follower for each generation of theirs that is
 * built, answers or stands by.
 */
final class ProjectionTrack implements Follower.Owner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionTrack.class);

  private final String name;
  private final Followers tools;
  private final Generations generations;
  private final Map<Integer, Folding<?>> versions = new ConcurrentHashMap<>();
  private final Map<Integer, Follower<?>> followers = new ConcurrentHashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private volatile @Nullable Integer home;
  private boolean closed;
  private volatile boolean comparing;

  ProjectionTrack(String name, Followers tools) {
    this.name = GenerationTables.checked(name);
    this.tools = tools;
    this.generations = new Generations(tools.database());
  }

  /** Whose code is known here. */
  List<Projection<?, ?>> versions() {
    return versions.values().stream().<Projection<?, ?>>map(Folding::projection).toList();
  }

  String name() {
    return name;
  }

  /** Knows this version from now on. */
  void offer(Projection<?, ?> projection) {
    versions.put(projection.version(), Folding.of(projection, tools.personal()));
  }

  /** Knows this version, and is to answer with it: it is built where it never was. */
  void beAtHomeIn(Projection<?, ?> projection) {
    offer(projection);
    home = projection.version();
  }

  /** The highest that is known; for a projection of which there are no rows yet. */
  int newestVersion() {
    return versions.keySet().stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  /** The code of a version; of the newest where that is not known. */
  Projection<?, ?> projection(int version) {
    Folding<?> folding = versions.get(version);
    return folding == null ? Objects.requireNonNull(versions.get(newestVersion())).projection() : folding.projection();
  }

  /** Begins to build the version that is to answer, unless there is, or was lately, something of it. */
  void buildAtHome(List<Generation> present) {
    Integer version = home;
    if (version != null && present.stream().noneMatch(generation -> generation.version() == version)) {
      generations.build(name, version);
    }
  }

  /**
   * Follows what there is to be followed by the code that this process has.
   *
   * @param present the projection's generations that are built, answer or stand by
   * @return the followers that are new, to be started when all are there
   */
  synchronized List<Follower<?>> follow(Collection<Generation> present) {
    Set<Integer> numbers = new HashSet<>(present.stream().map(Generation::number).toList());
    // One that has met an unknown event stays, to be seen, until its rows are gone.
    followers.values().removeIf(follower -> follower.failed() && !numbers.contains(follower.generation().number()));
    List<Follower<?>> begun = new ArrayList<>();
    for (Generation generation : present) {
      Folding<?> folding = versions.get(generation.version());
      if (folding != null && !closed && !followers.containsKey(generation.number())
          && !ended.contains(generation.number())) {
        Follower<?> follower = tools.of(folding, generation, this);
        followers.put(generation.number(), follower);
        begun.add(follower);
      }
    }
    return begun;
  }

  /**
   * The version that a rebuild is of: the one that answers, or the code's own.
   *
   * @throws ProjectionRefused if there is none, or if other rows wait for their swap
   */
  int versionToRebuild() {
    if (isCandidateWaiting()) {
      throw new ProjectionRefused(name, Reason.ALREADY_UNDER_WAY);
    }
    return ownVersion().orElseThrow(() -> new ProjectionRefused(name, Reason.UNKNOWN_VERSION));
  }

  /** Whether a rebuild would be refused. */
  boolean isToBeLeftAlone() {
    return isCandidateWaiting() || ownVersion().isEmpty();
  }

  private boolean isCandidateWaiting() {
    return generations.beside(name).filter(waiting -> !waiting.swaps()).isPresent();
  }

  private Optional<Integer> ownVersion() {
    return generations.active(name).map(Generation::version).filter(versions::containsKey)
        .or(() -> Optional.ofNullable(home));
  }

  /** Rows to be built that swap by themselves. */
  Generation beginRebuild(int version) {
    return generations.beside(name, version, true);
  }

  /** Rows to be built that wait for a swap. */
  Generation beginBackfill(int version) {
    if (!versions.containsKey(version)) {
      throw new ProjectionRefused(name, Reason.UNKNOWN_VERSION);
    }
    return generations.beside(name, version, false);
  }

  CompletableFuture<Boolean> retry(String key) {
    return generations.active(name).flatMap(this::follower).or(() -> generations.beside(name).flatMap(this::follower))
        .orElseThrow(() -> new IllegalStateException(name + " is not followed here")).retry(key);
  }

  /** The rows that operators look after: those that answer; while the first ones are built, these. */
  Optional<Generation> lookedAfter() {
    return generations.active(name).filter(live -> versions.containsKey(live.version()))
        .or(() -> generations.beside(name));
  }

  /** Whether the key gets stuck at this very event, by the fold of a version. */
  boolean isStuckAt(int version, String key, long position) {
    Folding<?> folding = versions.get(version);
    if (folding == null) {
      throw new ProjectionRefused(name, Reason.UNKNOWN_VERSION);
    }
    folding.skipped().refresh(tools.log());
    return new Refold<>(tools.log(), folding).stuckAt(key) == position;
  }

  /** Of the live rows from a fresh fold of the log. */
  Differences differencesFromFresh() {
    Generation live = generations.active(name).orElseThrow(() -> new ViewNotReadyException(name));
    return comparing(() -> tools.comparisons().withFresh(live, known(live)));
  }

  /** Of the candidate from the live rows. */
  Differences differencesOfCandidate() {
    Generation live =
        generations.active(name).orElseThrow(() -> new ProjectionRefused(name, Reason.NOTHING_LIVE));
    Generation candidate =
        generations.beside(name).orElseThrow(() -> new ProjectionRefused(name, Reason.NO_CANDIDATE));
    if (candidate.state() != Generation.State.CANDIDATE) {
      throw new ProjectionRefused(name, Reason.NOT_LEVEL);
    }
    return comparing(() -> tools.comparisons().of(candidate, known(candidate), live, known(live)));
  }

  private Folding<?> known(Generation generation) {
    Folding<?> folding = versions.get(generation.version());
    if (folding == null) {
      throw new ProjectionRefused(name, Reason.UNKNOWN_VERSION);
    }
    return folding;
  }

  private Differences comparing(Supplier<Differences> comparison) {
    comparing = true;
    try {
      return comparison.get();
    } finally {
      comparing = false;
    }
  }

  boolean isComparing() {
    return comparing;
  }

  /** Takes no lock: the log's own thread calls it. */
  void wake() {
    followers.values().forEach(Follower::wake);
  }

  @Override
  public void caughtUp(Follower<?> follower) {
    Generation generation = follower.generation();
    tools.database().change(Patience.LONG, generation.tables()::createIndexes);
    generations.level(generation);
    LOG.info("view {}: generation {} is level with the log", name, generation.number());
    tools.changed().run();
  }

  @Override
  public synchronized void retired(Follower<?> follower) {
    int number = follower.generation().number();
    ended.add(number);
    followers.remove(number, follower);
    tools.changed().run();
  }

  /** Of one generation. */
  Optional<Follower<?>> follower(Generation generation) {
    return Optional.ofNullable(followers.get(generation.number()));
  }

  /** Whether this process takes part in keeping those rows up with the log. */
  boolean keepsUp(Generation generation) {
    return follower(generation).filter(follower -> !follower.failed()).isPresent();
  }

  boolean failed() {
    return followers.values().stream().anyMatch(Follower::failed);
  }

  @Nullable
  String lastError() {
    return byNumber().map(Follower::lastError).filter(error -> error != null).reduce((one, newer) -> newer)
        .orElse(null);
  }

  /** Lets the present turns be the last. */
  void stop() {
    synchronized (this) {
      closed = true;
    }
    followers.values().forEach(Follower::stop);
  }

  @Override
  public void close() {
    stop();
    followers.values().forEach(Follower::close);
  }

  private Stream<Follower<?>> byNumber() {
    return followers.values().stream().sorted(Comparator.comparingInt(each -> each.generation().number()));
  }
}
