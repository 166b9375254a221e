package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.Set;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.Column;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.RowPlace;
import io.anamnesis.projections.ViewNotReadyException;
import io.anamnesis.projections.ViewTables;
import io.anamnesis.web.Freshly;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Waiting;
import io.anamnesis.query.table.RowFilter;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** A view's rows for analysts: customers by pseudonym, nothing personal. */
@RestController
public class RowsController {
  private static final int PAGES_AT_ONCE = 4;
  private static final Set<String> NO_COLUMNS = Set.of("format", "cursor", "limit");

  private final NamedViews views;
  private final ViewTables tables;
  private final Exports exports;
  private final Waiting waiting;
  private final PersonalData keys;
  private final Semaphore turns = new Semaphore(PAGES_AT_ONCE);

  public RowsController(ProjectionRunner runner, ViewTables tables, Exports exports, Waiting waiting,
      PersonalData keys) {
    this.views = new NamedViews(runner);
    this.tables = tables;
    this.exports = exports;
    this.waiting = waiting;
    this.keys = keys;
  }

  /**
   * A page as JSON, or all rows as a file.
   *
   * @param parameters {@code format}; {@code cursor} and {@code limit} of a page; any other names a column, and only rows
   *     with that value in it are wanted
   */
  @GetMapping("/api/v1/projections/{name}/rows")
  void rows(@PathVariable String name, @RequestParam Map<String, String> parameters,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept, Freshly freshly,
      HttpServletResponse response) throws IOException {
    List<Projection<?, ?>> view = views.versions(name);
    Optional<TableFormat> format = Formats.pageOrFile(parameters.get("format"), accept);
    int limit = PageRequest.limit(parameters.get("limit"));
    RowPlace after = place(parameters.get("cursor"));
    try {
      view.forEach(version -> waiting.forView(version, freshly));
      if (format.isPresent()) {
        try (Export export = exports.model(format.get(), view, columns -> filter(columns, parameters))) {
          export.sendTo(response);
        }
      } else {
        RowPage page = new RowPage(limit, columns -> filter(columns, parameters));
        read(view, after, page);
        send(page, response);
      }
    } catch (ViewNotReadyException unanswered) {
      throw views.unanswered(name, unanswered);
    }
  }

  /** A filter that fits few rows makes a page read many: so not all connections are given to such reads. */
  private void read(List<Projection<?, ?>> view, RowPlace after, RowPage page) throws IOException {
    if (!turns.tryAcquire()) {
      throw Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception();
    }
    try {
      tables.read(view, after, page);
    } finally {
      turns.release();
    }
  }

  private void send(RowPage page, HttpServletResponse response) throws IOException {
    byte[] body = EventCodec.mapper().writeValueAsBytes(page.answer(place -> keys.conceal(place.text())));
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setContentLength(body.length);
    response.setHeader("Position", Long.toString(page.table().position()));
    response.setHeader("Parked", Integer.toString(page.table().parked()));
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body);
  }

  private static RowFilter filter(List<Column> columns, Map<String, String> parameters) {
    Map<String, String> wanted = new LinkedHashMap<>(parameters);
    wanted.keySet().removeAll(NO_COLUMNS);
    try {
      return RowFilter.of(columns, wanted);
    } catch (RowFilter.Unsuited unsuited) {
      throw Problem.of(ProblemType.INVALID).field(unsuited.column()).detail("problem.invalid.column").exception();
    }
  }

  private RowPlace place(@Nullable String cursor) {
    return cursor == null
        ? RowPlace.FIRST
        : keys.disclose(cursor).flatMap(RowPlace::parse).orElseThrow(RowsController::notOurs);
  }

  private static ProblemException notOurs() {
    return Problem.of(ProblemType.INVALID).field("cursor").detail("problem.invalid.cursor").exception();
  }
}
