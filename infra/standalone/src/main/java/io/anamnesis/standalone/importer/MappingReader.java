package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Mapping.FactRule;
import io.anamnesis.standalone.importer.Mapping.LookupSource;
import io.anamnesis.standalone.importer.Mapping.Pairs;
import io.anamnesis.standalone.importer.Mapping.TableFormat;
import io.anamnesis.standalone.importer.Mapping.TableLookup;
import io.anamnesis.standalone.importer.Mapping.TableRule;
import io.anamnesis.standalone.importer.MappingNode.Entries;
import io.anamnesis.standalone.importer.MappingNode.Literal;
import io.anamnesis.standalone.importer.MappingNode.Sequence;
import io.anamnesis.standalone.importer.MappingNode.Text;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a mapping file strictly: a word that is not known is refused, with its line. */
final class MappingReader {
  private static final Set<String> MAPPING =
      Set.of("source", "charset", "delimiter", "zone", "timeFormat", "order", "lookups", "files");
  private static final Set<String> TABLE = Set.of("file", "charset", "delimiter", "groupBy", "facts");
  private static final Set<String> FACT =
      Set.of("name", "type", "id", "source", "subject", "time", "when", "data");
  private static final Set<String> LOOKUP =
      Set.of("file", "key", "columns", "duplicates", "charset", "delimiter", "values");

  private final DataFile origin;

  private MappingReader(DataFile origin) {
    this.origin = origin;
  }

  /** @throws CannotImport if the mapping does not hold */
  static Mapping read(DataFile origin) {
    try {
      return new MappingReader(origin).mapping(MappingNode.read(origin));
    } catch (IOException e) {
      throw new CannotImport("The mapping " + origin.fileName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Mapping mapping(MappingNode root) {
    Entries top = entries(root, MAPPING);
    TableFormat format = format(top, new TableFormat(null, ','));
    @Nullable
    Text source = text(top, "source");
    @Nullable
    Text order = text(top, "order");
    if (order != null && !order.value().equals("time")) {
      throw refuse(order.line(), "'order' can only be 'time'");
    }
    Map<String, LookupSource> lookups = new LinkedHashMap<>();
    if (top.members().get("lookups") instanceof Entries named) {
      named.members().forEach((name, node) -> lookups.put(name, lookup(node, format)));
    }
    List<TableRule> tables = new ArrayList<>();
    sequence(top, "files").forEach(node -> tables.add(table(node, format, source)));
    return new Mapping(origin, parsed(text(top, "zone"), ZoneId::of),
        parsed(text(top, "timeFormat"), DateTimeFormatter::ofPattern), order != null, Map.copyOf(lookups),
        List.copyOf(tables));
  }

  private TableRule table(MappingNode node, TableFormat standard, @Nullable Text source) {
    Entries table = entries(node, TABLE);
    List<FactRule> facts = new ArrayList<>();
    sequence(table, "facts").forEach(fact -> facts.add(fact(fact, source)));
    return new TableRule(required(table, "file").value(), text(table, "groupBy"), format(table, standard),
        List.copyOf(facts), table.line());
  }

  private FactRule fact(MappingNode node, @Nullable Text standardSource) {
    Entries fact = entries(node, FACT);
    Text type = required(fact, "type");
    @Nullable
    Text name = text(fact, "name");
    @Nullable
    Text source = text(fact, "source");
    if (source == null) {
      source = standardSource;
    }
    if (source == null) {
      throw refuse(fact.line(), "'source' is missing, here and at the top of the mapping");
    }
    if (!(fact.members().getOrDefault("data", new Entries(Map.of(), fact.line())) instanceof Entries data)) {
      throw refuse(fact.line(), "'data' holds names and values");
    }
    return new FactRule(name == null ? type.value() : name.value(), type, required(fact, "id"), source,
        required(fact, "subject"), required(fact, "time"), text(fact, "when"), data, fact.line());
  }

  private LookupSource lookup(MappingNode node, TableFormat standard) {
    Entries lookup = entries(node, LOOKUP);
    if (lookup.members().get("values") instanceof Entries pairs) {
      Map<String, String> values = new LinkedHashMap<>();
      pairs.members().forEach((key, value) -> values.put(key, plain(value)));
      return new Pairs(Map.copyOf(values), lookup.line());
    }
    List<String> columns = sequence(lookup, "columns").stream().map(this::plain).toList();
    @Nullable
    Text duplicates = text(lookup, "duplicates");
    if (duplicates != null && !duplicates.value().equals("first")) {
      throw refuse(duplicates.line(), "'duplicates' can only be 'first'; without it a key that comes again is refused");
    }
    return new TableLookup(required(lookup, "file").value(), required(lookup, "key").value(), columns,
        duplicates != null, format(lookup, standard), lookup.line());
  }

  private TableFormat format(Entries entries, TableFormat standard) {
    @Nullable
    Text charset = text(entries, "charset");
    @Nullable
    Text delimiter = text(entries, "delimiter");
    if (delimiter != null && delimiter.value().length() != 1) {
      throw refuse(delimiter.line(), "'delimiter' is one character");
    }
    return new TableFormat(
        charset == null
            ? standard.charset()
            : charset.value().equals("auto") ? null : parsed(charset, Charset::forName),
        delimiter == null ? standard.delimiter() : delimiter.value().charAt(0));
  }

  private Entries entries(MappingNode node, Set<String> known) {
    if (!(node instanceof Entries entries)) {
      throw refuse(node.line(), "names and values are expected here");
    }
    entries.members().forEach((name, value) -> {
      if (!known.contains(name)) {
        throw refuse(value.line(), "'" + name + "' is not known here; known are " + known.stream().sorted().toList());
      }
    });
    return entries;
  }

  private List<MappingNode> sequence(Entries entries, String name) {
    return switch (entries.members().get(name)) {
      case Sequence(List<MappingNode> items, int ignored) when !items.isEmpty() -> items;
      case null -> throw refuse(entries.line(), "'" + name + "' is missing");
      case MappingNode other -> throw refuse(other.line(), "'" + name + "' is a list");
    };
  }

  private Text required(Entries entries, String name) {
    @Nullable
    Text text = text(entries, name);
    if (text == null) {
      throw refuse(entries.line(), "'" + name + "' is missing");
    }
    return text;
  }

  private @Nullable Text text(Entries entries, String name) {
    return switch (entries.members().get(name)) {
      case null -> null;
      case Text text -> text;
      case MappingNode other -> throw refuse(other.line(), "'" + name + "' is a text");
    };
  }

  private String plain(MappingNode node) {
    return switch (node) {
      case Text text -> text.value();
      case Literal(Object value, int ignored) when value != null -> String.valueOf(value);
      default -> throw refuse(node.line(), "a text is expected here");
    };
  }

  private <T> @Nullable T parsed(@Nullable Text text, Function<String, T> parse) {
    try {
      return text == null ? null : parse.apply(text.value());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw refuse(text == null ? 1 : text.line(), "not understood: " + e.getMessage());
    }
  }

  private CannotImport refuse(int line, String message) {
    return CannotImport.mapping(origin.fileName(), line, message);
  }
}
