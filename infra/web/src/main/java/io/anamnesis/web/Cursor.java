package io.anamnesis.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the next page of a list begins, as opaque text.
 *
 * @param ordinal among what one position gives; 0 where it gives one thing
 */
public record Cursor(long position, int ordinal) {
  private static final Pattern FORM = Pattern.compile("1:([0-9]{1,18}):([0-9]{1,9})");

  public String text() {
    String plain = "1:" + position + ":" + ordinal;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /** @throws ProblemException {@code invalid} naming {@code cursor}, if the text is not one of ours */
  public static Cursor parse(String text) {
    try {
      Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
      if (form.matches()) {
        return new Cursor(Long.parseLong(form.group(1)), Integer.parseInt(form.group(2)));
      }
    } catch (IllegalArgumentException notBase64) {
      // Told below, like any other text that is not ours.
    }
    throw Problem.of(ProblemType.INVALID).field("cursor").detail("problem.invalid.cursor").exception();
  }
}
