package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.ProjectionRefused.Reason;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of projections up with the log: a follower for each generation that answers, is built beside or stands by.
 * Any number of processes may run the same projections; they share the segments of the rows that are level.
 *
 * <p>
 * Rows are built beside those that answer, swapped by one update, and swapped back by one update while the former ones stand
 * by. What is built goes on after a kill, in this process or another one that runs the same version. The rows of a projection
 * that no process knows any more are dropped after an hour: they would keep what its persons have had erased.
 */
public final class ProjectionRunner implements Parking, AutoCloseable {
  private final EventLog log;
  private final ViewsDatabase database;
  private final Heartbeat heartbeat;
  private final Generations generations;
  private final Swap swap;
  private final Caretaker caretaker;
  private final Followers followers;
  private volatile Map<String, ProjectionTrack> tracks = Map.of();
  private volatile boolean started;
  private @Nullable AutoCloseable hint;

  /**
   * @param tail the same for all runners of a process, so that an event is read and decoded once for all
   * @param database a pool; every follower uses one connection while it works, a swap one more, a scan one for each of its
   *     workers, and two are kept to say that this process is alive and to see to what is due
   * @param projections that the code answers with; each is built where it never was
   * @throws IllegalArgumentException for a name that no projection may have, or that two have
   */
  public ProjectionRunner(EventLog log, LogTail tail, DataSource database, PersonalData personal,
      List<Projection<?, ?>> projections, BuildSettings settings) {
    this(log, tail, database, personal, projections, settings, Caretaker.Delays.STANDARD, RetrySchedule.Pauses.STANDARD,
        Lease.STANDARD);
  }

  public ProjectionRunner(EventLog log, LogTail tail, DataSource database, PersonalData personal,
      List<Projection<?, ?>> projections) {
    this(log, tail, database, personal, projections, BuildSettings.standard());
  }

  ProjectionRunner(EventLog log, LogTail tail, DataSource database, PersonalData personal,
      List<Projection<?, ?>> projections, BuildSettings settings, Caretaker.Delays delays, RetrySchedule.Pauses pauses,
      Lease lease) {
    this.log = log;
    this.database = new ViewsDatabase(database);
    this.heartbeat = new Heartbeat(this.database, lease);
    this.generations = new Generations(this.database);
    this.swap = new Swap(this.database, settings.window(), lease);
    this.caretaker = new Caretaker(() -> tracks, generations, swap, delays, lease);
    this.followers = new Followers(tail, this.database, personal, heartbeat, new Gathering(tail, settings), settings,
        pauses, caretaker::wake);
    for (Projection<?, ?> projection : projections) {
      if (tracks.containsKey(projection.name())) {
        throw new IllegalArgumentException("two projections are named " + projection.name());
      }
      known(projection.name()).beAtHomeIn(projection);
    }
  }

  /** Brings the schema up to date and starts following; returns at once. */
  public void start() {
    ViewsSchema.migrate(database.source());
    try {
      heartbeat.start();
      for (ProjectionTrack track : tracks.values()) {
        track.buildAtHome(generations.present(List.of(track.name())));
      }
      caretaker.follow();
      started = true;
      caretaker.start();
      hint = log.onAppend(() -> tracks.values().forEach(ProjectionTrack::wake));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /**
   * Makes a projection known at run time: a new one, or another version of one that is. Builds nothing by itself. Where rows
   * of this version are built, answer or stand by, as after a restart, they are followed from now on.
   *
   * @throws IllegalArgumentException for a name that no projection may have
   */
  public void offer(Projection<?, ?> projection) {
    known(projection.name()).offer(projection);
    if (started) {
      caretaker.follow();
    }
  }

  /**
   * Makes it known that rows of this name are somebody's, though their code may not be known here: they are not taken for those of
   * a projection that is gone.
   */
  public void reserve(String name) {
    caretaker.reserve(name);
  }

  /**
   * Of each name the version whose rows answer; where none do, or its code is not known here, the newest that is. In the order
   * in which the names came to be known.
   */
  public List<Projection<?, ?>> projections() {
    Standings standings = Standings.load(database);
    return tracks.values().stream().<Projection<?, ?>>map(track -> track.projection(
        standings.live(track.name()).map(live -> live.generation().version()).orElseGet(track::newestVersion)))
        .toList();
  }

  /** The versions of a projection whose code is known here, in no order; none for a name that is not run here. */
  public List<Projection<?, ?>> versions(String name) {
    ProjectionTrack track = tracks.get(name);
    return track == null ? List.of() : track.versions();
  }

  /** In the order in which the projections came to be known. */
  public List<ProjectionStatus> status() {
    long head = log.head();
    Standings standings = Standings.load(database);
    return tracks.values().stream().map(track -> new TrackStatus(track, standings, head).status()).toList();
  }

  /** As {@link #rebuild(Collection)}, of one. */
  public void rebuild(String name) {
    rebuild(List.of(name));
  }

  /**
   * Builds the rows of these projections anew from the log, by one scan for all of them, beside those that answer. Each takes
   * their place by itself when it is level with the log; the former ones stand by. Returns at once. A rebuild under way is not
   * begun a second time.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ProjectionRefused if other rows of one of them are being built or wait for their swap
   */
  public void rebuild(Collection<String> names) {
    List<ProjectionTrack> wanted = names.stream().distinct().map(this::track).toList();
    // Each is asked before any begins.
    Map<ProjectionTrack, Integer> versions = new LinkedHashMap<>();
    wanted.forEach(track -> versions.put(track, track.versionToRebuild()));
    caretaker.follow(() -> versions.forEach(ProjectionTrack::beginRebuild));
  }

  /** All that {@link #rebuild(Collection)} would not refuse: neither those that were never built nor those with a candidate. */
  public List<String> rebuildable() {
    return tracks.values().stream().filter(track -> !track.isToBeLeftAlone()).map(ProjectionTrack::name).toList();
  }

  /**
   * Builds the rows of a version beside those that answer, and keeps them level with the log until they are swapped or
   * cancelled. Returns at once. One under way is not begun a second time.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ProjectionRefused for a version that is not run here, or if other rows are being built or wait for their swap
   */
  public void backfill(String name, int version) {
    track(name).beginBackfill(version);
    caretaker.follow();
  }

  /**
   * Lets the rows that a {@link #backfill} has built answer, by one update; those that answered before stand by.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ProjectionRefused if there are none, they are not level with the log yet, or no process runs the code that keeps
   *     them so
   */
  public void swap(String name) {
    swap(name, generations.beside(track(name).name()));
  }

  /**
   * As {@link #swap(String)}, of a version: where that one answers already, and no other rows of it are built, nothing changes.
   *
   * @return whether there was something to be swapped
   */
  public boolean swap(String name, int version) {
    Predicate<Generation> wanted = generation -> generation.version() == version;
    Optional<Generation> beside = generations.beside(track(name).name()).filter(wanted);
    if (beside.isEmpty() && generations.active(name).filter(wanted).isPresent()) {
      return false;
    }
    swap(name, beside);
    return true;
  }

  private void swap(String name, Optional<Generation> candidate) {
    Generation beside = candidate.orElseThrow(() -> new ProjectionRefused(name, Reason.NO_CANDIDATE));
    if (beside.state() != Generation.State.CANDIDATE) {
      throw new ProjectionRefused(name, Reason.NOT_LEVEL);
    }
    takePlace(beside, Reason.NO_CANDIDATE);
  }

  /**
   * Lets the rows that answered before the last swap answer again, by one update; those that answer now stand by in turn, so
   * that a second call goes forward again.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ProjectionRefused if there are none any more, or no process runs the code that keeps them level
   */
  public void rollback(String name) {
    track(name);
    takePlace(generations.standby(name).orElseThrow(() -> new ProjectionRefused(name, Reason.NO_STANDBY)),
        Reason.NO_STANDBY);
  }

  /**
   * As {@link #rollback(String)}, to a version: where that one answers already, nothing changes, also where rows of the same version stand by.
   *
   * @return whether there was something to be changed
   */
  public boolean rollback(String name, int version) {
    Predicate<Generation> wanted = generation -> generation.version() == version;
    if (generations.active(track(name).name()).filter(wanted).isPresent()) {
      return false;
    }
    takePlace(
        generations.standby(name).filter(wanted).orElseThrow(() -> new ProjectionRefused(name, Reason.NO_STANDBY)),
        Reason.NO_STANDBY);
    return true;
  }

  /**
   * Ends what is being built beside, or waits for its swap; its tables are dropped.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ProjectionRefused if there is nothing
   */
  public void cancel(String name) {
    track(name);
    generations.cancel(name);
    caretaker.wake();
  }

  /** Of the rows that answer; while the first ones are built, of those. */
  @Override
  public List<ParkedKey> parked(String name, long after, int limit) {
    return track(name).lookedAfter().map(looked -> database.read(
        connection -> new ParkedKeys(looked.work()).list(connection, after, limit))).orElseGet(List::of);
  }

  @Override
  public Optional<ParkedKey> parkedAt(String name, long position) {
    return track(name).lookedAfter()
        .flatMap(looked -> database.read(connection -> new ParkedKeys(looked.work()).at(connection, position)));
  }

  /** Folds the key anew from the log. */
  @Override
  public boolean retryParked(String name, String key) {
    return Retries.await(track(name).retry(key));
  }

  /** Judged by the fold alone: the log decides, not what the rows hold. */
  @Override
  public boolean isStuckAt(String name, @Nullable Integer version, String key, long position) {
    return track(name).isStuckAt(Objects.requireNonNull(version, "a projection has a version"), key, position);
  }

  @Override
  public Integer versionOf(String name) {
    ProjectionTrack track = track(name);
    return track.lookedAfter().map(Generation::version).orElseGet(track::newestVersion);
  }

  /**
   * What distinguishes the live rows from a fresh fold of the log at an equal position: a line for each row that is
   * different, missing or extra, the first 100; empty when the view is right. Nobody waits meanwhile.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ViewNotReadyException while the first rows are built
   */
  public List<String> differences(String name) {
    return track(name).differencesFromFresh().examples().stream().map(Differences.Example::toString).toList();
  }

  /**
   * What distinguishes the candidate's rows from those that answer, at an equal position. Nobody waits meanwhile.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ProjectionRefused if nothing is level and waits for a swap, nothing answers yet, or one of both versions does not
   *     run here
   */
  public Differences compare(String name) {
    return track(name).differencesOfCandidate();
  }

  /** Stops following and leaves its share to others; what is in flight is finished or rolled back. */
  @Override
  public void close() {
    Hints.forget(hint);
    tracks.values().forEach(ProjectionTrack::stop);
    caretaker.close();
    tracks.values().forEach(ProjectionTrack::close);
    heartbeat.close();
  }

  private void takePlace(Generation next, Reason otherwise) {
    try {
      swap.activate(next);
    } catch (GenerationRetired ended) {
      throw new ProjectionRefused(next.name(), otherwise);
    }
    caretaker.wake();
  }

  private ProjectionTrack track(String name) {
    ProjectionTrack track = tracks.get(name);
    if (track == null) {
      throw new IllegalArgumentException("no projection " + name + " is run here");
    }
    return track;
  }

  private synchronized ProjectionTrack known(String name) {
    ProjectionTrack track = tracks.get(name);
    if (track == null) {
      track = new ProjectionTrack(name, followers);
      Map<String, ProjectionTrack> more = new LinkedHashMap<>(tracks);
      more.put(name, track);
      tracks = Collections.unmodifiableMap(more);
    }
    return track;
  }
}
