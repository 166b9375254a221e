package io.anamnesis.query.insight.report.delivery;

/** A receiver has not said that it took a file. */
public final class NotTaken extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;

  private NotTaken(String code, boolean forGood) {
    super(code, null, false, false);
    this.forGood = forGood;
  }

  /** @param code a few letters and digits; never anything that the receiver wrote */
  public static NotTaken yet(String code) {
    return new NotTaken(code, false);
  }

  /** Trying again is of no use. */
  public static NotTaken ever(String code) {
    return new NotTaken(code, true);
  }

  public String code() {
    return String.valueOf(getMessage());
  }

  public boolean isForGood() {
    return forGood;
  }
}
