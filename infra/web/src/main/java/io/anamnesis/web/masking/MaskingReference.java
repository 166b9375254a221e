package io.anamnesis.web.masking;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference page of who is shown what, written from the table, so that it cannot say anything else. */
public final class MaskingReference {
  private static final String HEAD = """
      # Who is shown what

      Generated from the masking table; a test holds this page equal to it. Nobody else decides what of a person is shown.

      | word | the role is shown |
      |---|---|
      | clear | the value, as long as its key is there |
      | until-restricted | the value; `***` once the person's record is [restricted](../explanation/personal-data.md) |
      | with-purpose | the value, restricted or not, to who states a `Purpose`; `***` without one |
      | masked | `***` |
      | pseudonym | a word that stands for the customer's number, the same in all that leaves for analysis |
      | – | nothing: there is no such field, and what is there all the same is `***` |
      | 403 | nothing: the role is not let in |

      Of a token with several roles that one counts which is shown most. A value whose key is destroyed is `null` for everybody who
      would be shown it. Staff of some sites see whom these cover; with `Break-Glass` a read is shown what the row says, and recorded with
      the reason. Every read of a customer's data is [recorded](../how-to/see-who-read-what.md), whatever is shown.

      """;
  private static final String COLUMNS = """
      | field | app | staff | auditor | analyst | admin |
      |---|---|---|---|---|---|
      """;

  private static final String UNCLASSIFIED =
      "a field that a type does not declare · a field of a type `x.…` that no schema has marked clear";

  private final MaskingTable table;
  private final StringBuilder page = new StringBuilder(HEAD);

  private MaskingReference(MaskingTable table) {
    this.table = table;
  }

  /** The page as Markdown. */
  public static String markdown(MaskingTable table) {
    var reference = new MaskingReference(table);
    reference.page.append("## By resource\n\n");
    Arrays.stream(Resource.values()).forEach(reference::resource);
    reference.classes();
    return reference.page.toString();
  }

  private void resource(Resource resource) {
    page.append("### ").append(word(resource)).append("\n\n");
    page.append(resource.routes().stream().map(route -> "`" + route + "`").collect(Collectors.joining(" · ")))
        .append("\n\n").append(COLUMNS);
    line("customer's number", role -> table.ofNumber(role, resource));
    Map<List<Disclosure>, List<FieldClass>> alike = new LinkedHashMap<>();
    table.heldBy(resource).forEach(field -> alike
        .computeIfAbsent(Arrays.stream(Role.values()).map(role -> table.of(role, resource, field)).toList(),
            first -> new ArrayList<>())
        .add(field));
    alike.values().forEach(fields -> line(fields.stream().map(MaskingReference::word).collect(Collectors.joining(", ")),
        role -> table.of(role, resource, fields.getFirst())));
    page.append('\n');
  }

  private void line(String field, Function<Role, Disclosure> disclosure) {
    page.append("| ").append(field).append(" | ").append(Arrays.stream(Role.values()).map(disclosure)
        .map(MaskingReference::word).collect(Collectors.joining(" | "))).append(" |\n");
  }

  private void classes() {
    page.append("""
        ## Classes of fields

        A personal field says of which class it is where it is declared, and cannot be declared without.

        | class | key | fields |
        |---|---|---|
        """);
    Map<FieldClass, List<String>> fields = new EnumMap<>(FieldClass.class);
    Stream.of(EventCatalogue.standard(), EventCatalogue.reads()).flatMap(catalogue -> catalogue.all().stream())
        .forEach(type -> collect(type.shape(), type, "", fields));
    for (FieldClass field : FieldClass.values()) {
      page.append("| ").append(word(field)).append(" | ").append(word(field.key())).append(" | ").append(
          field == FieldClass.UNCLASSIFIED ? UNCLASSIFIED : String.join(" · ", fields.getOrDefault(field, List.of())))
          .append(" |\n");
    }
  }

  private static void collect(Shape shape, EventDescriptor type, String path, Map<FieldClass, List<String>> fields) {
    switch (shape) {
      case Shape.Clear clear -> {
        // Nothing personal.
      }
      case Shape.Sealing sealing -> fields.computeIfAbsent(sealing.of(), first -> new ArrayList<>())
          .add("`" + type.type() + "` " + path);
      case Shape.Elements elements -> collect(elements.element(), type, path + "[]", fields);
      case Shape.Members members -> members.known().forEach((name, member) -> collect(member, type,
          path.isEmpty() ? name : path + "." + name, fields));
    }
  }

  private static String word(Enum<?> one) {
    return one == Disclosure.ABSENT
        ? "–"
        : one == Disclosure.REFUSED ? "403" : one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
