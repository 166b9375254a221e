package io.anamnesis.query.insight.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, for whoever loads it.
 *
 * @param content {@code events} or {@code model}
 * @param name of the model
 * @param version of the model
 * @param from the first position of the range of events asked for
 * @param to the last position of that range that the log had; one less than {@code from} where it had none
 * @param position of a model: every event up to it is in the rows
 * @param rows how many there are
 * @param parked of a model: customers whose events wait for repair, and whose rows are older than {@code position}
 * @param schemaHash SHA-256 (hex) of the canonical JSON of the columns, and of events of the schemas of all types: while it
 *     stays, so does the form of everything
 * @param pseudonyms files with the same value have the same pseudonyms for the same customers
 * @param product version of Anamnesis that wrote the file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(String content, @Nullable String name, @Nullable Integer version, @Nullable Long from,
    @Nullable Long to, @Nullable Long position, long rows, @Nullable Integer parked, String schemaHash,
    String pseudonyms, String product) {

  /** The last position that the file was made of; 0 if of none. */
  long readTo() {
    Long of = position == null ? to : position;
    return of == null ? 0 : of;
  }
}
