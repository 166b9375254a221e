package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.ViewPositions.ViewPosition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of projections up with the log: a follower per projection, a rebuild beside it where asked or where the
 * code has a new version. Any number of processes may run the same projections; they share the segments of the live rows.
 */
public final class ProjectionRunner implements Parking, AutoCloseable {
  private static final Duration GRACE_FOR_READERS = Duration.ofSeconds(10);

  private final EventLog log;
  private final ViewsDatabase database;
  private final Heartbeat heartbeat;
  private final Map<String, ProjectionTrack<?>> tracks = new LinkedHashMap<>();
  private @Nullable AutoCloseable hint;

  /**
   * @param tail the same for all runners of a process, so that an event is read and decoded once for all
   * @param database a pool; every follower uses one connection while it works, a rebuild one more when it ends, and one is
   *     kept to say that this process is alive
   * @throws IllegalArgumentException for a name that no projection may have, or that two have
   */
  public ProjectionRunner(EventLog log, LogTail tail, DataSource database, PersonalData personal,
      List<Projection<?, ?>> projections) {
    this(log, tail, database, personal, projections, GRACE_FOR_READERS, RetrySchedule.Pauses.STANDARD, Lease.STANDARD);
  }

  ProjectionRunner(EventLog log, LogTail tail, DataSource database, PersonalData personal,
      List<Projection<?, ?>> projections, Duration grace, RetrySchedule.Pauses pauses, Lease lease) {
    this.log = log;
    this.database = new ViewsDatabase(database);
    this.heartbeat = new Heartbeat(this.database, lease);
    for (Projection<?, ?> projection : projections) {
      ProjectionTrack<?> track = new ProjectionTrack<>(tail, this.database, Folding.of(projection, personal),
          heartbeat, grace, pauses);
      if (tracks.putIfAbsent(projection.name(), track) != null) {
        throw new IllegalArgumentException("two projections are named " + projection.name());
      }
    }
  }

  /** Brings the schema up to date and starts following; returns at once. */
  public void start() {
    ViewsSchema.migrate(database.source());
    try {
      heartbeat.start();
      tracks.values().forEach(ProjectionTrack::start);
      hint = log.onAppend(() -> tracks.values().forEach(ProjectionTrack::wake));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** In the order in which the projections were given. */
  public List<ProjectionStatus> status() {
    long head = log.head();
    Map<String, ViewPosition> positions = new ViewPositions(database).load();
    return tracks.values().stream()
        .map(track -> status(track, positions.getOrDefault(track.name(), ViewPosition.NONE), head)).toList();
  }

  /** Those that are run here, in the order in which they were given. */
  public List<Projection<?, ?>> projections() {
    return tracks.values().stream().<Projection<?, ?>>map(ProjectionTrack::projection).toList();
  }

  /**
   * Builds the rows anew from the log beside the live ones and swaps when they have caught up; returns at once. A rebuild
   * under way is not begun a second time.
   *
   * @throws IllegalArgumentException for a name that is not run here
   */
  public void rebuild(String name) {
    track(name).rebuild();
  }

  /** Of the rows that answer; while the first ones are built, of those. */
  @Override
  public List<ParkedKey> parked(String name, long after, int limit) {
    return track(name).work().map(work -> database.read(
        connection -> new ParkedKeys(work).list(connection, after, limit))).orElseGet(List::of);
  }

  @Override
  public Optional<ParkedKey> parkedAt(String name, long position) {
    return track(name).work()
        .flatMap(work -> database.read(connection -> new ParkedKeys(work).at(connection, position)));
  }

  /** Folds the key anew from the log. */
  @Override
  public boolean retryParked(String name, String key) {
    return Retries.await(track(name).retry(key));
  }

  /** Judged by the fold alone: the log decides, not what the rows hold. */
  @Override
  public boolean isStuckAt(String name, String key, long position) {
    return track(name).isStuckAt(key, position);
  }

  @Override
  public Integer versionOf(String name) {
    return track(name).version();
  }

  /**
   * What distinguishes the live rows from a fresh fold of the log at an equal position: a line for each row that is
   * different, missing or extra, the first 100; empty when the view is right. The live follower waits meanwhile.
   *
   * @throws IllegalArgumentException for a name that is not run here
   * @throws ViewNotReadyException while the first rows are built
   */
  public List<String> differences(String name) {
    return track(name).differences();
  }

  /** Stops following and leaves its share to others; what is in flight is finished or rolled back. */
  @Override
  public void close() {
    Hints.forget(hint);
    tracks.values().forEach(ProjectionTrack::stop);
    tracks.values().forEach(ProjectionTrack::close);
    heartbeat.close();
  }

  private ProjectionTrack<?> track(String name) {
    ProjectionTrack<?> track = tracks.get(name);
    if (track == null) {
      throw new IllegalArgumentException("no projection " + name + " is run here");
    }
    return track;
  }

  private static ProjectionStatus status(ProjectionTrack<?> track, ViewPosition at, long head) {
    boolean answers = at.activeVersion() == track.version();
    long position = answers ? at.activePosition() : at.buildingPosition();
    ProjectionStatus.State state = track.state();
    Duration eta = state == ProjectionStatus.State.REBUILDING
        ? track.pace().timeFor(Math.max(0, head - at.buildingPosition()))
        : null;
    return new ProjectionStatus(track.name(), track.version(), state, position, Math.max(0, head - position),
        track.pace().perSecond(), eta, track.lastError(), at.parked());
  }
}
