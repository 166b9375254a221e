package io.anamnesis.projections;

import java.util.List;

/** What the tables of a generation hold: every column of every row, figures of nothing left out. Read by SQL alone. */
record Contents(List<String> rows, List<String> lines, List<String> cells, List<String> lookups, List<String> parked) {

  static Contents of(House house, Generation generation) {
    String table = "views." + generation.name().replace('-', '_') + "_g" + generation.number();
    return new Contents(
        house.list("select subject || '|' || position || '|' || state from " + table + " order by subject"),
        house.list("select subject || '|' || position || '|' || ordinal || '|' || entry from " + table
            + "_line order by subject, position, ordinal"),
        house.list("select cell || '|' || trim_scale(value) from " + table + "_cell where value <> 0 order by cell"),
        house.list("select subject || '|' || kind || '|' || encode(token, 'hex') from " + table
            + "_lookup order by subject, kind, token"),
        house.list("select key || '|' || position || '|' || cause from views.parked where projection = '"
            + generation.name() + "' and generation = " + generation.number() + " order by key"));
  }

  /** Of what answers. */
  static Contents of(House house, String name) {
    return of(house, house.active(name));
  }
}
