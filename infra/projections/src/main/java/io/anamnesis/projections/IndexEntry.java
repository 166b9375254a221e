package io.anamnesis.projections;

import java.util.Arrays;

/** A personal value by which a subject is found: its keyed hash, never the value. */
record IndexEntry(String subject, String kind, byte[] token) {

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexEntry entry && subject.equals(entry.subject) && kind.equals(entry.kind)
        && Arrays.equals(token, entry.token);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * subject.hashCode() + kind.hashCode()) + Arrays.hashCode(token);
  }
}
