package io.anamnesis.command.loyalty.publication;

import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the header {@code If-Match} demands of what is to be changed (RFC 9110, section 13.1.1).
 *
 * @param tags any of them; empty: no demand; {@code *}: that it exists
 */
record ChangeCondition(Set<String> tags) {
  private static final String ANY = "*";

  static ChangeCondition of(@Nullable String ifMatch) {
    return new ChangeCondition(ifMatch == null
        ? Set.of()
        : Arrays.stream(ifMatch.split(",", -1)).map(String::strip).collect(Collectors.toUnmodifiableSet()));
  }

  /** Another one with each change. */
  static String tag(ProgrammeVersion version) {
    return "\"" + version.changes() + "\"";
  }

  /** @throws ProblemException {@code stale-condition} */
  void check(@Nullable ProgrammeVersion version) {
    boolean holds = tags.isEmpty() || (version != null && (tags.contains(ANY) || tags.contains(tag(version))));
    if (!holds) {
      throw new ProblemException(ProblemType.STALE_CONDITION);
    }
  }
}
