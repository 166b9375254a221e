package io.anamnesis.query.insight.report;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.query.insight.export.Spool;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** What a report has made, and who has taken it. */
@RestController
@RequestMapping("/api/v1/reports/{name}")
public class RunController {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final ReportAnswers answers;
  private final Shelf shelf;

  RunController(ReportAnswers answers, Shelf shelf) {
    this.answers = answers;
    this.shelf = shelf;
  }

  /** The last {@value Report#RUNS}, newest first. */
  @GetMapping(path = "/runs", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<ReportAnswers.ToldRun> runs(@PathVariable String name, PageRequest page) {
    Report report = answers.existing(name);
    Cursor from = page.cursor();
    List<Run> read = report.runs().reversed().stream()
        .filter(run -> from == null || run.number() <= from.position()).limit(page.toRead()).toList();
    Page<Run> part = page.page(read, run -> run, run -> new Cursor(run.number() - 1L, 0));
    return new Page<>(answers.runs(report, part.items()), part.next());
  }

  @GetMapping(path = "/runs/{run}", produces = MediaType.APPLICATION_JSON_VALUE)
  ReportAnswers.ToldRun run(@PathVariable String name, @PathVariable String run) {
    Report report = answers.existing(name);
    return answers.runs(report, List.of(run(report, run))).getFirst();
  }

  /** The file of a run, byte for byte as it was delivered; its {@code ETag} is its SHA-256. */
  @GetMapping("/runs/{run}/file")
  void file(@PathVariable String name, @PathVariable String run,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
      HttpServletResponse response) throws IOException {
    Report report = answers.existing(name);
    Run of = run(report, run);
    ReportMade made = of.made();
    String tag = '"' + made.sha256() + '"';
    response.setHeader(HttpHeaders.ETAG, tag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (known != null && known.contains(tag)) {
      response.setStatus(304);
      return;
    }
    try (Spool file = Spool.open()) {
      if (!report.keeps(of) || !shelf.copy(name, made.sha256(), made.size(), file.out())) {
        throw Problem.of(ProblemType.NOT_FOUND).detail("problem.not-found.report-file").exception();
      }
      file.out().flush();
      response.setContentType(ReportDefinition.format(of.definition()).mediaType());
      response.setContentLengthLong(made.size());
      response.setHeader("Repr-Digest",
          "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(made.sha256())) + ":");
      response.setHeader("Position", Long.toString(made.position()));
      response.setHeader("Content-Disposition", "attachment; filename=\"" + FileName.of(of) + '"');
      file.sendTo(response.getOutputStream());
    }
  }

  /** Every receiver of the last runs, newest first. */
  @GetMapping(path = "/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<ReportAnswers.ToldDelivery> deliveries(@PathVariable String name, PageRequest page) {
    List<ReportAnswers.ToldDelivery> all = answers.deliveries(answers.existing(name));
    Cursor cursor = page.cursor();
    int from = cursor == null ? 0 : after(all, cursor);
    List<ReportAnswers.ToldDelivery> read = all.stream().skip(from).limit(page.toRead()).toList();
    return page.page(read, delivery -> delivery,
        last -> new Cursor(last.run(), ordinal(all, last)));
  }

  /** Behind the one that a cursor names, also where runs have come in front of it meanwhile. */
  private static int after(List<ReportAnswers.ToldDelivery> all, Cursor cursor) {
    int index = 0;
    for (ReportAnswers.ToldDelivery one : all) {
      index++;
      if (one.run() == cursor.position() && ordinal(all, one) == cursor.ordinal()) {
        return index;
      }
    }
    return all.size();
  }

  private static int ordinal(List<ReportAnswers.ToldDelivery> all, ReportAnswers.ToldDelivery one) {
    return all.stream().filter(other -> other.run() == one.run()).map(ReportAnswers.ToldDelivery::recipient).toList()
        .indexOf(one.recipient());
  }

  private static Run run(Report report, String text) {
    if (NUMBER.matcher(text).matches()) {
      return report.run(Integer.parseInt(text))
          .orElseThrow(
              () -> new ProblemException(Problem.of(ProblemType.NOT_FOUND).detail("problem.not-found.report-run")));
    }
    throw Problem.of(ProblemType.NOT_FOUND).detail("problem.not-found.report-run").exception();
  }
}
