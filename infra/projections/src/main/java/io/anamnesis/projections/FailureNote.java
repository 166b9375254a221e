package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure may tell the outside: classes and places, never a message, which may quote personal data; unless it is known
 * to quote none.
 */
final class FailureNote {
  private static final String OWN = "io.anamnesis.";

  private FailureNote() {}

  static String of(Throwable failure) {
    if (failure instanceof UnknownRevision || failure instanceof FoldRefused) {
      return String.valueOf(failure.getMessage());
    }
    Throwable root = root(failure);
    String sqlState = root instanceof SQLException sql ? " " + sql.getSQLState() : "";
    StackTraceElement place = place(root);
    return root.getClass().getName() + sqlState + (place == null ? "" : " at " + place);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; depth < 20 && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static @Nullable StackTraceElement place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    for (StackTraceElement element : trace) {
      if (element.getClassName().startsWith(OWN)) {
        return element;
      }
    }
    return trace.length == 0 ? null : trace[0];
  }
}
