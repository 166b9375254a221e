package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.events.EventCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one list of a report has left: so many rows, and so many characters. Sources and types are others' words, as long as these like
 * them; a report has four such lists and must stay a note that can be read, of a mebibyte in all.
 */
final class Room {
  static final int ROWS = 500;
  static final int CHARACTERS = 160 * 1024;

  /** The names of a row's members, its numbers and its instant. */
  private static final int REST_OF_ROW = 200;
  private static final JsonMapper JSON = EventCodec.mapper();

  private int rows = ROWS;
  private int characters = CHARACTERS;

  /** @return false where there is no room for the row of two names: there will not be any later either */
  boolean take(@Nullable String one, String other) {
    int row = REST_OF_ROW + written(one) + written(other);
    if (rows == 0 || row > characters) {
      return false;
    }
    rows--;
    characters -= row;
    return true;
  }

  private static int written(@Nullable String name) {
    return JSON.writeValueAsString(name).length();
  }
}
