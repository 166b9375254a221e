package io.anamnesis.standalone.importer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance says of a request's facts.
 *
 * @param errors the first hundred
 */
record Receipt(long accepted, long duplicates, long rejected, @Nullable List<LineError> errors) {

  /** @param line of the request, from 1 */
  record LineError(int line, String code, @Nullable String field, @Nullable String message) {}
}
