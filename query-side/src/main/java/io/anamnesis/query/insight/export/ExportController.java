package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ViewNotReadyException;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/**
 * The log and the views as files, for warehouses and notebooks; Parquet where nothing else is asked for. What a file is stands
 * in its header {@code Manifest}, and in a Parquet file itself. {@code HEAD} gives the headers alone.
 */
@RestController
@RequestMapping("/api/v1/export")
public class ExportController {
  private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");

  private final Exports exports;
  private final NamedViews views;
  private final Waiting waiting;

  public ExportController(Exports exports, ProjectionRunner runner, Waiting waiting) {
    this.exports = exports;
    this.views = new NamedViews(runner);
    this.waiting = waiting;
  }

  /**
   * Events in the order of the log. The same range gives the same bytes for as long as the product's version stays.
   *
   * @param from the first position; 1 without it
   * @param to the last position; without it, or beyond the end of the log, that end
   */
  @GetMapping("/events")
  void events(@RequestParam @Nullable String format, @RequestParam @Nullable String from,
      @RequestParam @Nullable String to,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept, Freshly freshly,
      HttpServletResponse response) throws IOException {
    TableFormat asked = format(format, accept);
    long first = from == null ? 1 : position("from", from);
    long last = to == null ? Long.MAX_VALUE : position("to", to);
    if (last < first) {
      throw notAPosition("to");
    }
    waiting.forPolicies(freshly);
    try (Export export = exports.events(asked, first, last)) {
      export.sendTo(response);
    }
  }

  /** All rows of a view, as of one moment. */
  @GetMapping("/models/{name}")
  void model(@PathVariable String name, @RequestParam @Nullable String format,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept, Freshly freshly,
      HttpServletResponse response) throws IOException {
    TableFormat asked = format(format, accept);
    List<Projection<?, ?>> view = views.versions(name);
    view.forEach(version -> waiting.forView(version, freshly));
    try (Export export = exports.model(asked, view)) {
      export.sendTo(response);
    } catch (ViewNotReadyException unanswered) {
      throw views.unanswered(name, unanswered);
    }
  }

  private static TableFormat format(@Nullable String format, @Nullable String accept) {
    return Formats.file(format, accept).orElse(TableFormat.PARQUET);
  }

  private static long position(String name, String text) {
    if (!POSITION.matcher(text).matches()) {
      throw notAPosition(name);
    }
    return Long.parseLong(text);
  }

  private static ProblemException notAPosition(String name) {
    return Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.range").exception();
  }
}
