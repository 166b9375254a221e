package io.anamnesis.command.loyalty.mall;

import io.anamnesis.events.Money;
import org.jspecify.annotations.Nullable;

/**
 * Money in an answer.
 *
 * @param amount decimal, with two digits after the point or more
 * @param currency ISO 4217
 */
record ToldMoney(String amount, String currency) {
  static @Nullable ToldMoney of(@Nullable Money money) {
    return money == null ? null : new ToldMoney(Money.text(money.amount()), money.currency().getCurrencyCode());
  }
}
