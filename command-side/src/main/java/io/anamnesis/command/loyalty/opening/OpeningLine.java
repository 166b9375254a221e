package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.opening.OpeningFault.Kind;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** An object of an uploaded line; what is wrong with its members goes onto the list of faults, by its path. */
final class OpeningLine {
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final int line;
  private final String prefix;
  private final JsonNode object;
  private final OpeningFaults faults;

  /** @param prefix of its members' paths: empty, or {@code lots[0].} */
  OpeningLine(int line, String prefix, JsonNode object, OpeningFaults faults) {
    this.line = line;
    this.prefix = prefix;
    this.object = object;
    this.faults = faults;
  }

  boolean isObject() {
    if (!object.isObject()) {
      faults.add(OpeningFault.of(line, prefix.isEmpty() ? null : prefix.substring(0, prefix.length() - 1),
          Kind.MALFORMED));
    }
    return object.isObject();
  }

  /** A name that is not ours is told by its place alone: it may be anything. */
  void hasOnly(Set<String> members) {
    if (!members.containsAll(object.propertyNames())) {
      faults.add(OpeningFault.of(line, prefix.isEmpty() ? null : prefix.substring(0, prefix.length() - 1),
          Kind.UNKNOWN_FIELD, String.join(", ", members.stream().sorted().toList())));
    }
  }

  /** One that fits into a path, as customer numbers do. */
  Optional<String> name(String member) {
    return member(member)
        .flatMap(told -> told.isString() && CustomerId.isValid(told.stringValue())
            ? Optional.of(told.stringValue())
            : fault(member, Kind.NAME));
  }

  Optional<String> text(String member, int longest) {
    return member(member)
        .flatMap(told -> told.isString() && isText(told.stringValue(), longest)
            ? Optional.of(told.stringValue())
            : fault(member, Kind.TEXT, longest));
  }

  Optional<Long> number(String member, long least, long most) {
    return member(member).flatMap(told -> told.isIntegralNumber() && told.canConvertToLong()
        && told.longValue() >= least && told.longValue() <= most
            ? Optional.of(told.longValue())
            : fault(member, Kind.NUMBER, least, most));
  }

  Optional<Instant> instant(String member) {
    return member(member).flatMap(told -> {
      try {
        Instant instant = Rfc3339.instant(told.isString() ? told.stringValue() : "").toInstant();
        if (!instant.isBefore(ProgrammeVersion.BEGINNING) && instant.isBefore(LATEST)) {
          return Optional.of(instant.truncatedTo(ChronoUnit.MICROS));
        }
      } catch (IllegalArgumentException otherForm) {
        // Told below, like an instant that the log cannot hold.
      }
      return fault(member, Kind.INSTANT);
    });
  }

  /** One to so many elements; empty where it is not. */
  List<OpeningLine> elements(String member, int most) {
    Optional<JsonNode> list = member(member).flatMap(told -> told.isArray() && !told.isEmpty() && told.size() <= most
        ? Optional.of(told)
        : fault(member, Kind.COUNT, most));
    List<OpeningLine> elements = new ArrayList<>();
    list.ifPresent(array -> {
      for (JsonNode element : array) {
        elements.add(new OpeningLine(line, prefix + member + "[" + elements.size() + "].", element, faults));
      }
    });
    return elements;
  }

  /** Notes a fault of a member, which then has no value. */
  <T> Optional<T> fault(String member, Kind kind, Object... arguments) {
    faults.add(OpeningFault.of(line, prefix + member, kind, arguments));
    return Optional.empty();
  }

  private Optional<JsonNode> member(String member) {
    JsonNode told = object.path(member);
    return told.isMissingNode() || told.isNull() ? fault(member, Kind.MISSING) : Optional.of(told);
  }

  /** One that the log can hold. */
  private static boolean isText(String text, int longest) {
    return !text.isBlank() && text.length() <= longest && text.codePoints()
        .noneMatch(one -> Character.isISOControl(one)
            || (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE));
  }
}
