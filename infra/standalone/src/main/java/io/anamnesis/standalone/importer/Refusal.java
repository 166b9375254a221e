package io.anamnesis.standalone.importer;

import org.jspecify.annotations.Nullable;

/**
 * A fact that is not in, and why.
 *
 * @param row in its file, from 1
 * @param code {@code mapping} and {@code row} come from here, any other from the instance
 * @param message never quotes what the row holds
 */
record Refusal(String file, long row, String code, @Nullable String field, String message) {
  @Override
  public String toString() {
    return file + ":" + row + "  " + code + (field == null ? "" : "  " + field) + "  " + message;
  }
}
