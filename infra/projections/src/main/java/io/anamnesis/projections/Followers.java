package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;

/**
 * What followers are made with.
 *
 * @param changed is told when a generation was built or ended, so that what is due is seen to
 */
record Followers(LogTail log, ViewsDatabase database, PersonalData personal, Heartbeat heartbeat, Gathering gathering,
    BuildSettings settings, RetrySchedule.Pauses pauses, Runnable changed) {

  /** Of a generation that is built, answers or stands by. */
  <S> Follower<S> of(Folding<S> folding, Generation generation, Follower.Owner owner) {
    boolean building = generation.state() == Generation.State.BUILDING;
    Claims claims =
        new Claims(database, generation.work(), heartbeat, building ? Division.WHOLE : Division.FAIR);
    GenerationFeed<S> feed = new GenerationFeed<>(log, database, folding, generation, claims);
    return new Follower<>(log, feed, claims, owner,
        building ? new Build<>(log, database, folding, feed, gathering, settings) : null, pauses);
  }

  Comparisons comparisons() {
    return new Comparisons(log, database, gathering, settings);
  }
}
