package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.MappingNode.Text;
import io.anamnesis.standalone.importer.Table.Columns;
import io.anamnesis.standalone.importer.Table.Row;
import java.util.ArrayList;
import java.util.List;

/** A text with the cells of named columns in it: {@code ${Id}/arrived}. */
record Template(List<Part> parts) {

  /** A piece of a template. */
  sealed interface Part {
    record Words(String text) implements Part {}

    record Cell(String column) implements Part {}
  }

  /** @throws CannotImport if a column is not there or a bracket is not closed */
  static Template parse(DataFile origin, Text text, Columns columns) {
    List<Part> parts = new ArrayList<>();
    String rest = text.value();
    for (int start; (start = rest.indexOf("${")) >= 0;) {
      int end = rest.indexOf('}', start);
      if (end < 0) {
        throw CannotImport.mapping(origin.fileName(), text.line(), "'${' without '}'");
      }
      String column = rest.substring(start + 2, end).strip();
      if (!columns.has(column)) {
        throw CannotImport.mapping(origin.fileName(), text.line(),
            columns.file() + " has no column '" + column + "'");
      }
      parts.add(new Part.Words(rest.substring(0, start)));
      parts.add(new Part.Cell(column));
      rest = rest.substring(end + 1);
    }
    parts.add(new Part.Words(rest));
    parts.removeIf(part -> part instanceof Part.Words(String words) && words.isEmpty());
    return new Template(List.copyOf(parts));
  }

  String fill(Row row) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Words(String text) -> filled.append(text);
        case Part.Cell(String column) -> filled.append(row.get(column));
      }
    }
    return filled.toString();
  }
}
