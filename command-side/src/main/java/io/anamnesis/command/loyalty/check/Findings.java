package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was found on one account. */
final class Findings {
  private final String customer;
  private final List<Difference> all = new ArrayList<>();

  Findings(String customer) {
    this.customer = customer;
  }

  /** @return whether the two are equal; otherwise that is taken down */
  boolean hold(Kind kind, @Nullable UUID cause, @Nullable String rule, long expected, long found, long position) {
    return hold(kind, cause, rule, Long.toString(expected), Long.toString(found), position);
  }

  boolean hold(Kind kind, @Nullable UUID cause, @Nullable String rule, Instant expected, Instant found,
      long position) {
    return hold(kind, cause, rule, expected.toString(), found.toString(), position);
  }

  boolean hold(Kind kind, @Nullable UUID cause, @Nullable String rule, String expected, String found, long position) {
    boolean equal = expected.equals(found);
    if (!equal) {
      all.add(new Difference(customer, cause, rule, expected, found, kind, position));
    }
    return equal;
  }

  List<Difference> all() {
    return all;
  }
}
