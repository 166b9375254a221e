package io.anamnesis.command.loyalty.publication;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is told of a version.
 *
 * @param state {@code draft, published} or {@code retired}
 * @param effectiveFrom null of a draft that does not say
 * @param retiredFrom null while it is not retired
 * @param changedAt when it was last drafted, published or retired; null of the standard programme
 * @param content the programme; left out of lists
 */
public record ProgrammeAnswer(String version, String state, @Nullable Instant effectiveFrom,
    @Nullable Instant retiredFrom, @Nullable Instant changedAt, @Nullable String changedBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode content) {

  static ProgrammeAnswer whole(ProgrammeVersion version) {
    return of(version, ProgrammeText.tree(version.programme()));
  }

  static ProgrammeAnswer brief(ProgrammeVersion version) {
    return of(version, null);
  }

  private static ProgrammeAnswer of(ProgrammeVersion version, @Nullable JsonNode content) {
    ProgrammeVersion.Change last = version.last();
    return new ProgrammeAnswer(version.name(), version.state().name().toLowerCase(Locale.ROOT),
        version.effectiveFrom(), version.retiredFrom(), last == null ? null : last.at(),
        last == null ? null : last.by(), content);
  }
}
