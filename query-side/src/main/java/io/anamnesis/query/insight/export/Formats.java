package io.anamnesis.query.insight.export;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.anamnesis.query.table.TableFormat;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Which format of a file is asked for: the parameter {@code format} first, then {@code Accept}. */
final class Formats {
  private static final String PAGE = "json";

  private Formats() {}

  /** Empty where a page of JSON is asked for, or nothing else. */
  static Optional<TableFormat> pageOrFile(@Nullable String format, @Nullable String accept) {
    return PAGE.equals(format) ? Optional.empty() : file(format, accept);
  }

  /** Empty where none is asked for. */
  static Optional<TableFormat> file(@Nullable String format, @Nullable String accept) {
    return format == null
        ? Arrays.stream(TableFormat.values()).filter(known -> accept != null && accept.contains(bare(known)))
            .findFirst()
        : Optional.of(TableFormat.of(format).orElseThrow(
            () -> Problem.of(ProblemType.INVALID).field("format").detail("problem.invalid.format").exception()));
  }

  private static String bare(TableFormat format) {
    return format.mediaType().split(";", 2)[0];
  }
}
