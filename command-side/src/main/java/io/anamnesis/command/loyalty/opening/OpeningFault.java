package io.anamnesis.command.loyalty.opening;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a line of an uploaded batch.
 *
 * @param line from 1, blank ones counted
 * @param field a path such as {@code lots[0].points}; null for the whole line
 * @param arguments what the words of the kind name: bounds, sums, lines; never what came
 */
record OpeningFault(int line, @Nullable String field, Kind kind, List<String> arguments) {

  enum Kind {
    /** No JSON object. */
    MALFORMED,
    /** More bytes than a customer's line can need. */
    TOO_LONG,
    /** Absent. */
    MISSING,
    /** A member that nobody knows: it may be another one misspelt. */
    UNKNOWN_FIELD,
    /** No whole number within bounds. */
    NUMBER,
    /** No text, or too long. */
    TEXT,
    /** Not the form of a name that fits into a path. */
    NAME,
    /** No RFC 3339 instant. */
    INSTANT,
    /** Not one to so many. */
    COUNT,
    /** Expires no later than earned. */
    ORDER,
    /** Earned later than now. */
    FUTURE,
    /** Expired by now. */
    EXPIRED,
    /** Another line is about the same customer. */
    REPEATED,
    /** Nothing was ever recorded about the customer. */
    UNKNOWN_CUSTOMER,
    /** Lots and total of a customer, or totals and total of the batch, are not the same. */
    DIFFERENCE;

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static OpeningFault of(int line, @Nullable String field, Kind kind, Object... arguments) {
    return new OpeningFault(line, field, kind, List.of(arguments).stream().map(Object::toString).toList());
  }
}
