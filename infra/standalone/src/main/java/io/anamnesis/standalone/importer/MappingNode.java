package io.anamnesis.standalone.importer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A part of a mapping file that knows its line, so that every complaint can name it. */
sealed interface MappingNode {
  int line();

  record Text(String value, int line) implements MappingNode {}

  /** A number, true, false or nothing. */
  record Literal(@Nullable Object value, int line) implements MappingNode {}

  record Sequence(List<MappingNode> items, int line) implements MappingNode {}

  record Entries(Map<String, MappingNode> members, int line) implements MappingNode {}

  /** @throws CannotImport if it is not YAML; names the line */
  static MappingNode read(DataFile file) throws IOException {
    YAMLMapper yaml = YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (InputStream in = file.open(); JsonParser parser = yaml.createParser(in)) {
      if (parser.nextToken() == null) {
        throw CannotImport.mapping(file.name(), 1, "the mapping is empty");
      }
      return read(parser);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw CannotImport.mapping(file.name(), line, "not readable as YAML: " + e.getOriginalMessage());
    }
  }

  private static MappingNode read(JsonParser parser) {
    int line = parser.currentTokenLocation().getLineNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, MappingNode> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield new Entries(members, line);
      }
      case START_ARRAY -> {
        List<MappingNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Sequence(items, line);
      }
      case VALUE_STRING -> new Text(parser.getString(), line);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Literal(parser.getDecimalValue(), line);
      case VALUE_TRUE -> new Literal(true, line);
      case VALUE_FALSE -> new Literal(false, line);
      case VALUE_NULL -> new Literal(null, line);
      default -> throw new IllegalStateException("unexpected in YAML: " + parser.currentToken());
    };
  }
}
