package io.anamnesis.standalone.importer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row from which no fact can be made; its message says what is expected, never what the row holds. */
final class RowRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String field;

  RowRefused(@Nullable String field, String message) {
    super(message, null, false, false);
    this.field = field;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  @Nullable
  String field() {
    return field;
  }
}
