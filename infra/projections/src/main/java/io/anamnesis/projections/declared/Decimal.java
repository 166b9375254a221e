package io.anamnesis.projections.declared;

import io.anamnesis.projections.FoldRefused;
import java.math.BigDecimal;

/** An exact decimal by value: 1.5 equals 1.50. Bounded, so that no fold can grow its numbers without end. */
record Decimal(BigDecimal value) implements Comparable<Decimal> {
  static final Decimal ZERO = new Decimal(BigDecimal.ZERO);

  /** @throws FoldRefused if it has too many digits */
  Decimal {
    BigDecimal stripped = value.stripTrailingZeros();
    // Digits before the point are counted with the zeros that scientific notation hides.
    int digits = stripped.precision() - Math.min(stripped.scale(), 0);
    if (digits > Limits.DECIMAL_DIGITS || stripped.scale() > Limits.DECIMAL_SCALE) {
      throw new FoldRefused("a decimal has at most " + Limits.DECIMAL_DIGITS + " digits, " + Limits.DECIMAL_SCALE
          + " of them after the point");
    }
    value = stripped.setScale(Math.max(stripped.scale(), 0));
  }

  /** @throws NumberFormatException for another form than digits with an optional sign and point */
  static Decimal of(String text) {
    if (!text.matches("-?[0-9]{1,38}(\\.[0-9]{1,18})?")) {
      throw new NumberFormatException("a decimal of digits and a point is expected");
    }
    return new Decimal(new BigDecimal(text));
  }

  static Decimal of(long whole) {
    return new Decimal(BigDecimal.valueOf(whole));
  }

  Decimal plus(Decimal other) {
    return new Decimal(value.add(other.value));
  }

  Decimal minus(Decimal other) {
    return new Decimal(value.subtract(other.value));
  }

  Decimal times(Decimal other) {
    return new Decimal(value.multiply(other.value));
  }

  Decimal negated() {
    return new Decimal(value.negate());
  }

  @Override
  public int compareTo(Decimal other) {
    return value.compareTo(other.value);
  }

  /** Plain digits, shortest. */
  @Override
  public String toString() {
    return value.toPlainString();
  }
}
