package io.anamnesis.standalone.importer;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An exact decimal by value: 1.5 equals 1.50. */
record Decimal(BigDecimal value) {
  Decimal(BigDecimal value) {
    this.value = value.stripTrailingZeros();
  }

  static Decimal of(String text) {
    return new Decimal(new BigDecimal(text));
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

  /** As money: at least two digits after the point, at most four, the half rounded up. */
  String asMoney() {
    BigDecimal money = value.scale() > 4 ? value.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros() : value;
    return money.setScale(Math.max(2, money.scale()), RoundingMode.UNNECESSARY).toPlainString();
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
