package io.anamnesis.eventstore;

import io.anamnesis.events.Metadata;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads metadata in the form in which {@link EventDecoder#encode} writes it: one flat object of short texts and a number.
 * Every event has it and few readers need it, so it must cost little: about half of what a JSON reader takes. Whatever it does
 * not know (an escape, a null, another member, a doubled one) is left to that reader.
 */
final class MetadataText {
  private static final int UUID_LENGTH = 36;
  private static final int YEAR_LENGTH = 4;

  private final String text;
  private int at;
  private @Nullable String source;
  private @Nullable String id;
  private @Nullable String content;
  private @Nullable UUID causedBy;
  private @Nullable String policy;
  private @Nullable String actor;
  private @Nullable Integer birthYear;
  private @Nullable String gender;

  private MetadataText(String text) {
    this.text = text;
  }

  /** @return null where it takes a JSON reader */
  static @Nullable Metadata read(String text) {
    MetadataText reading = new MetadataText(text);
    if (!reading.object() || reading.at != text.length()) {
      return null;
    }
    return new Metadata(reading.source, reading.id, reading.content, reading.causedBy, reading.policy, reading.actor,
        reading.birthYear, reading.gender);
  }

  private boolean object() {
    if (!takes('{')) {
      return false;
    }
    if (takes('}')) {
      return true;
    }
    do {
      String name = string();
      if (name == null || !takes(':') || !member(name)) {
        return false;
      }
    } while (takes(','));
    return takes('}');
  }

  /** A member that comes twice is no business of this reader. */
  private boolean member(String name) {
    return switch (name) {
      case "source" -> source == null && (source = string()) != null;
      case "id" -> id == null && (id = string()) != null;
      case "content" -> content == null && (content = string()) != null;
      case "causedBy" -> causedBy == null && (causedBy = uuid()) != null;
      case "policy" -> policy == null && (policy = string()) != null;
      case "actor" -> actor == null && (actor = string()) != null;
      case "birthYear" -> birthYear == null && (birthYear = year()) != null;
      case "gender" -> gender == null && (gender = string()) != null;
      default -> false;
    };
  }

  private @Nullable String string() {
    if (!takes('"')) {
      return null;
    }
    int from = at;
    for (int i = from; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '"') {
        at = i + 1;
        return text.substring(from, i);
      } else if (next == '\\' || next < ' ') {
        return null;
      }
    }
    return null;
  }

  private @Nullable UUID uuid() {
    String value = string();
    try {
      return value == null || value.length() != UUID_LENGTH ? null : UUID.fromString(value);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private @Nullable Integer year() {
    int year = 0;
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from < YEAR_LENGTH) {
      year = 10 * year + text.charAt(at++) - '0';
    }
    return at - from == YEAR_LENGTH && text.charAt(from) != '0' ? year : null;
  }

  private boolean takes(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }
}
