package io.anamnesis.projections;

import io.anamnesis.projections.Generation.State;
import io.anamnesis.projections.ProjectionStatus.Beside;
import io.anamnesis.projections.ProjectionStatus.Phase;
import io.anamnesis.projections.ProjectionStatus.Standby;
import io.anamnesis.projections.Standings.Standing;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what the database and this process know of how a projection is getting on. */
record TrackStatus(ProjectionTrack track, Standings standings, long head) {

  ProjectionStatus status() {
    Optional<Standing> live = standings.live(track.name());
    @Nullable
    Beside beside = standings.beside(track.name()).map(this::beside).orElse(null);
    @Nullable
    Standby standby = standings.standby(track.name()).map(this::standby).orElse(null);
    Optional<Standing> shown = live.or(() -> standings.beside(track.name()));
    int version = shown.map(standing -> standing.generation().version()).orElseGet(track::newestVersion);
    long position = shown.map(Standing::position).orElse(0L);
    double rate = shown.flatMap(standing -> track.follower(standing.generation()))
        .map(follower -> follower.pace().perSecond()).orElse(0.0);
    return new ProjectionStatus(track.name(), version, state(live, beside), position, lag(position), rate,
        beside == null ? null : beside.eta(), track.lastError(), shown.map(Standing::parked).orElse(0), beside,
        standby);
  }

  private ProjectionStatus.State state(Optional<Standing> live, @Nullable Beside beside) {
    if (track.failed()) {
      return ProjectionStatus.State.FAILED;
    } else if (track.isComparing()) {
      return ProjectionStatus.State.COMPARING;
    } else if (beside != null) {
      return beside.phase() == Phase.LEVEL && !beside.swaps()
          ? ProjectionStatus.State.COMPARING
          : ProjectionStatus.State.REBUILDING;
    }
    return live.flatMap(standing -> track.follower(standing.generation())).isPresent()
        ? ProjectionStatus.State.LIVE
        : ProjectionStatus.State.PAUSED;
  }

  private Beside beside(Standing standing) {
    Generation generation = standing.generation();
    Optional<Follower<?>> follower = track.follower(generation);
    long position = Math.max(standing.position(), follower.map(Follower::scanned).orElse(0L));
    boolean level = generation.state() == State.CANDIDATE;
    Phase phase = level ? Phase.LEVEL : follower.map(Follower::phase).orElse(Phase.WAITING);
    @Nullable
    Duration eta = level ? null : follower.map(each -> each.pace().timeFor(lag(position))).orElse(null);
    return new Beside(generation.version(), phase, generation.swaps(), position, lag(position),
        follower.map(each -> each.pace().perSecond()).orElse(0.0), eta, standing.parked());
  }

  private @Nullable Standby standby(Standing standing) {
    return standing.until() == null
        ? null
        : new Standby(standing.generation().version(), standing.position(), lag(standing.position()), standing.until());
  }

  private long lag(long position) {
    return Math.max(0, head - position);
  }
}
