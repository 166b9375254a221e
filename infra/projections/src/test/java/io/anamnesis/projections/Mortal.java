package io.anamnesis.projections;

import io.anamnesis.events.Recorded;

/** {@link Spending} that runs out of memory in the middle of a scan, until it is mended. */
final class Mortal extends Spending {
  private volatile boolean healthy;

  Mortal() {
    super("spending", 1);
  }

  @Override
  void mend() {
    healthy = true;
  }

  @Override
  public Spent fold(Spent state, Recorded event) {
    if (!healthy && event.position() > 1_000 && Thread.currentThread().getName().startsWith("views-scan-")) {
      throw new OutOfMemoryError();
    }
    return super.fold(state, event);
  }
}
