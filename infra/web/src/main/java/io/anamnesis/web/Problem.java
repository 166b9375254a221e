package io.anamnesis.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A problem as RFC 9457 tells it, before a language is chosen. Never holds a personal value: arguments are names,
 * numbers and codes.
 *
 * @param field what is at fault: a JSON path, a parameter or a header
 * @param detail key of the message that becomes {@code detail}
 * @param arguments what is put into that message
 * @param members further members of the answer
 * @param headers headers of the answer
 */
public record Problem(ProblemType type, @Nullable String field, String detail, List<Object> arguments,
    Map<String, Object> members, Map<String, String> headers) {

  public Problem {
    arguments = List.copyOf(arguments);
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  /** With the type's own detail. */
  public static Problem of(ProblemType type, Object... arguments) {
    return new Problem(type, null, "problem." + type.code() + ".detail", List.of(arguments), Map.of(), Map.of());
  }

  public Problem field(String name) {
    return new Problem(type, name, detail, arguments, members, headers);
  }

  /** Replaces the type's own detail by another message. */
  public Problem detail(String key, Object... with) {
    return new Problem(type, field, key, List.of(with), members, headers);
  }

  public Problem member(String name, Object value) {
    return new Problem(type, field, detail, arguments, with(members, name, value), headers);
  }

  public Problem header(String name, String value) {
    return new Problem(type, field, detail, arguments, members, with(headers, name, value));
  }

  /** {@code Retry-After} in seconds. */
  public Problem retryAfter(long seconds) {
    return header("Retry-After", Long.toString(seconds));
  }

  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The members of the JSON object, in the words of a language. */
  public Map<String, Object> told(Messages messages, Language language) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("type", type.type());
    told.put("title", messages.text(language, "problem." + type.code() + ".title"));
    told.put("status", type.status());
    told.put("detail", messages.text(language, detail, arguments.toArray()));
    told.put("code", type.code());
    if (field != null) {
      told.put("field", field);
    }
    told.putAll(members);
    return told;
  }

  private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }
}
