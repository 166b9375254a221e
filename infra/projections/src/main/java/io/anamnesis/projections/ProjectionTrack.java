package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One projection's followers in this process: that of the live rows, and that of rows built beside them. */
final class ProjectionTrack<S> implements Follower.Owner<S>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionTrack.class);

  private final LogTail log;
  private final ViewsDatabase database;
  private final Generations generations;
  private final Folding<S> folding;
  private final Heartbeat heartbeat;
  private final Duration grace;
  private final RetrySchedule.Pauses pauses;
  private volatile @Nullable Follower<S> live;
  private volatile @Nullable Follower<S> building;
  private boolean closed;
  private volatile boolean comparing;

  /** @param grace how long readers may take that began before a swap */
  ProjectionTrack(LogTail log, ViewsDatabase database, Folding<S> folding, Heartbeat heartbeat,
      Duration grace, RetrySchedule.Pauses pauses) {
    this.log = log;
    this.database = database;
    this.generations = new Generations(database);
    this.folding = folding;
    this.heartbeat = heartbeat;
    this.grace = grace;
    this.pauses = pauses;
  }

  String name() {
    return folding.projection().name();
  }

  Projection<S, ?> projection() {
    return folding.projection();
  }

  int version() {
    return folding.projection().version();
  }

  synchronized void start() {
    generations.dropRetired(name(), grace);
    Optional<Generation> active = answering();
    if (active.isPresent()) {
      live = follow(active.get(), false);
      // A rebuild that a kill has cut short goes on where it stood.
      settled();
    } else {
      building = follow(generations.build(name(), version()), true);
    }
  }

  synchronized void rebuild() {
    if (building == null && !closed) {
      building = follow(generations.build(name(), version()), true);
    }
  }

  CompletableFuture<Boolean> retry(String key) {
    // The live one, where there is one: it is the last.
    return followers().reduce((first, last) -> last)
        .orElseThrow(() -> new IllegalStateException(name() + " is not followed here")).retry(key);
  }

  /** The rows that operators look after. */
  Optional<Work> work() {
    return answering().or(() -> generations.building(name()).filter(this::isMine)).map(Generation::work);
  }

  boolean isStuckAt(String key, long position) {
    Replay<S> replay = new Replay<>(log, folding, key, position, null);
    Optional<Replay.Step<S>> step = replay.next();
    while (step.isPresent()) {
      if (step.get() instanceof Replay.Stuck<S> stuck) {
        return stuck.event().position() == position;
      }
      step = replay.next();
    }
    return false;
  }

  List<String> differences() {
    comparing = true;
    try {
      return new Comparison(database).differences(scratch -> new GenerationFeed<>(log, database, folding, scratch),
          name(), version());
    } finally {
      comparing = false;
    }
  }

  /** Takes no lock: the log's own thread calls it. */
  void wake() {
    followers().forEach(Follower::wake);
  }

  @Override
  public void caughtUp(Follower<S> follower) {
    Optional<Generation> previous = new Swap(database).activate(follower.feed());
    Follower<S> old;
    synchronized (this) {
      follower.live();
      old = live;
      live = follower;
      building = null;
    }
    LOG.info("view {} is answered by generation {}", name(), follower.generation().number());
    if (old != null) {
      old.stop();
    }
    previous.ifPresent(this::dropAfterGrace);
  }

  @Override
  public synchronized void retired(Follower<S> follower) {
    Optional<Generation> active = answering();
    if (follower == building) {
      building = null;
    }
    if (follower == live) {
      live = null;
    }
    boolean swapsItself =
        building != null && active.isPresent() && active.get().number() == building.generation().number();
    if (live == null && active.isPresent() && !swapsItself && !closed) {
      live = follow(active.get(), false);
    }
  }

  /** Joins a rebuild that was asked for elsewhere, to go on with it if that process dies. */
  @Override
  public synchronized void settled() {
    if (building == null && !closed) {
      generations.building(name()).filter(this::isMine).ifPresent(begun -> building = follow(begun, true));
    }
  }

  /** What this process knows of the state; positions are in the database. */
  synchronized ProjectionStatus.State state() {
    if (followers().anyMatch(Follower::failed)) {
      return ProjectionStatus.State.FAILED;
    } else if (comparing) {
      return ProjectionStatus.State.COMPARING;
    } else if (building != null) {
      return ProjectionStatus.State.REBUILDING;
    }
    return live == null ? ProjectionStatus.State.PAUSED : ProjectionStatus.State.LIVE;
  }

  /** Of the rebuild, where there is one. */
  synchronized Pace pace() {
    return followers().map(Follower::pace).findFirst().orElseGet(Pace::new);
  }

  synchronized @Nullable String lastError() {
    return followers().map(Follower::lastError).filter(error -> error != null).findFirst().orElse(null);
  }

  /** Lets the present turns be the last. */
  void stop() {
    synchronized (this) {
      closed = true;
    }
    followers().forEach(Follower::stop);
  }

  @Override
  public void close() {
    stop();
    followers().forEach(Follower::close);
  }

  private Stream<Follower<S>> followers() {
    return Stream.of(Optional.ofNullable(building), Optional.ofNullable(live)).flatMap(Optional::stream);
  }

  private Optional<Generation> answering() {
    return generations.active(name()).filter(this::isMine);
  }

  private boolean isMine(Generation generation) {
    return generation.version() == version();
  }

  private Follower<S> follow(Generation generation, boolean toBuild) {
    Claims claims =
        new Claims(database, generation.work(), heartbeat, toBuild ? Division.WHOLE : Division.FAIR);
    GenerationFeed<S> feed = new GenerationFeed<>(log, database, folding, generation, claims);
    Follower<S> follower = new Follower<>(log, feed, claims, this, toBuild, pauses);
    follower.start();
    return follower;
  }

  private void dropAfterGrace(Generation retired) {
    Thread.ofVirtual().name("drop-" + name()).start(() -> {
      try {
        Thread.sleep(grace);
        generations.drop(retired);
      } catch (InterruptedException | RuntimeException left) {
        // The next start drops it.
        LOG.debug("view {}: generation {} stays for now", name(), retired.number());
      }
    });
  }
}
