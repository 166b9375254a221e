package io.anamnesis.command.intake;

import io.anamnesis.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * Whether a line names a customer's number, wherever in it: as a word of its own, so that {@code C-1} is not found in
 * {@code C-12}. A line need not be JSON to be looked through; one that is may write any character as an escape.
 */
final class Mention {
  /** What a customer's number is made of. */
  private static final String WORD = "[A-Za-z0-9._-]";

  private final Pattern number;

  Mention(String customer) {
    this.number = Pattern.compile("(?<!" + WORD + ")" + Pattern.quote(customer) + "(?!" + WORD + ")");
  }

  boolean isIn(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    return number.matcher(text).find() || text.indexOf('\\') >= 0 && number.matcher(unescaped(text)).find();
  }

  private static String unescaped(String text) {
    try {
      return EventCodec.mapper().readTree(text).toString();
    } catch (JacksonException noJson) {
      return "";
    }
  }
}
