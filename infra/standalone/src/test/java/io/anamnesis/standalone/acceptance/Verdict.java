package io.anamnesis.standalone.acceptance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a verifier ended.
 *
 * @param code 0 consistent, 1 altered, 2 unreadable
 */
record Verdict(int code, String said) {
  private static final Pattern POSITION = Pattern.compile("positions? ([0-9]+)");

  /** The first position that it names; 0 if none. */
  long position() {
    Matcher named = POSITION.matcher(said);
    return code == 1 && named.find() ? Long.parseLong(named.group(1)) : 0;
  }
}
