package io.anamnesis.projections;

/** {@link Spending} that lets the workers of a scan die where no fold is to blame, until it is mended. */
final class Mortal extends Spending {
  private volatile boolean healthy;

  Mortal() {
    super("spending", 1);
  }

  @Override
  void mend() {
    healthy = true;
  }

  /** Workers ask for it only where they tell that memory does not suffice. */
  @Override
  public String name() {
    if (!healthy && Thread.currentThread().getName().startsWith("views-scan-")) {
      throw new OutOfMemoryError();
    }
    return super.name();
  }
}
