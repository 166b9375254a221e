package io.anamnesis.eventstore.conformance;

import org.axonframework.serialization.Revision;

/** What was there before the fold of {@link io.anamnesis.eventstore.conformance.Counter} was changed. */
public final class FormerBuild {
  private FormerBuild() {}

  /** The same aggregate's state, under the same name. */
  @Revision("1")
  public record Counter(int value) {}
}
