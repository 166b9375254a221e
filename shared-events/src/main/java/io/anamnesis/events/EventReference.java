package io.anamnesis.events;

import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Member;
import io.anamnesis.events.RecordLayout.Need;
import io.anamnesis.events.RecordLayout.Range;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The reference page of all event types, written from the catalogue, so that it cannot say anything else. */
public final class EventReference {
  private static final String HEAD = """
      # Event types

      Generated from the event records; a test holds this page equal to them.

      A field is named by its path in the payload; `[]` stands for each element of an array. *Stored* tells whether the
      log holds the value in clear or sealed under one of the person's two keys. A field that is not listed is kept and
      sealed whole under the record key; so is every field of an `x.…` type until a
      [registered schema](projections.md#types-of-your-own) marks it clear. JSON null counts as absent.

      A number has at most 16 digits, 6 of them after the point. An amount is a decimal string of at most 12 digits before
      and 4 after the point; a date may come as a date-time, whose date as told counts, but for a sealed one.

      """;
  private static final String TABLE = """

      | field | required | holds | stored |
      |---|---|---|---|
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private EventReference() {}

  /** The page as Markdown. */
  public static String markdown(EventCatalogue catalogue) {
    var reference = new EventReference();
    reference.section("Facts: told by a source", catalogue, true);
    reference.section("Decisions: taken by this system", catalogue, false);
    return reference.page.toString().stripTrailing() + "\n";
  }

  private void section(String title, EventCatalogue catalogue, boolean facts) {
    page.append("## ").append(title).append("\n\n");
    catalogue.all().stream().filter(type -> type.isFact() == facts).forEach(this::type);
  }

  private void type(EventDescriptor type) {
    page.append("### `").append(type.type()).append("`\n\nRevision ").append(type.revision()).append(" · subject: ")
        .append(subject(type)).append('\n').append(TABLE);
    fields(type.layout(), "");
    page.append('\n');
    if (!type.layout().oneOf().isEmpty()) {
      page.append("Exactly one of `").append(String.join("`, `", type.layout().oneOf())).append("`.\n\n");
    }
    for (Need need : type.layout().needs()) {
      page.append("`").append(need.field()).append("` needs `").append(need.needed()).append("`.\n\n");
    }
  }

  private static String subject(EventDescriptor type) {
    return type.ofSite() ? "`site:<site>`" : type.ofCustomer() ? "the customer" : "none";
  }

  private void fields(RecordLayout layout, String prefix) {
    for (Member field : layout.members().values()) {
      String name = prefix + field.name();
      page.append("| `").append(name).append("` | ").append(field.required() ? "yes" : "").append(" | ")
          .append(holds(field.type())).append(" | ").append(stored(field.type())).append(" |\n");
      switch (field.type()) {
        case FieldType.Nested nested -> fields(nested.layout(), name + ".");
        case FieldType.ListOf(FieldType.Nested nested, boolean oneOrMore) -> fields(nested.layout(), name + "[].");
        default -> {
          // A plain value has no fields of its own.
        }
      }
    }
  }

  private static String holds(FieldType type) {
    return switch (type) {
      case FieldType.Text(TextForm form, boolean orNumber) -> form.name() + (orNumber ? " or number" : "");
      case FieldType.Numeral(boolean whole, Range range) -> (whole ? "whole number" : "number") + bounds(range);
      case FieldType.Flag() -> "true or false";
      case FieldType.Personally(FieldClass of, Personal.Format format) -> switch (format) {
        case TEXT -> "text";
        case DATE -> "date";
        case ANY -> "any JSON value";
      };
      case FieldType.ListOf(FieldType element, boolean oneOrMore) ->
        "list of " + holds(element) + (oneOrMore ? ", one or more" : "");
      case FieldType.Nested(RecordLayout layout) -> "object";
      case FieldType.Content() -> "object: a payload of another type";
    };
  }

  private static String bounds(@Nullable Range range) {
    return range == null || range.isNatural() ? "" : ", " + range.min() + " to " + range.max();
  }

  private static String stored(FieldType type) {
    return switch (type) {
      case FieldType.Personally(FieldClass of, Personal.Format format) ->
        "sealed, " + of.key().name().toLowerCase(Locale.ROOT);
      case FieldType.ListOf(FieldType element, boolean oneOrMore) -> stored(element);
      case FieldType.Nested(RecordLayout layout) -> "";
      case FieldType.Content() -> "as a payload of that type";
      case FieldType.Text text -> "clear";
      case FieldType.Numeral numeral -> "clear";
      case FieldType.Flag flag -> "clear";
    };
  }
}
