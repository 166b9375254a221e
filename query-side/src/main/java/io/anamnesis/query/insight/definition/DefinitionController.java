package io.anamnesis.query.insight.definition;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.Column;
import io.anamnesis.projections.declared.DeclaredProjection;
import io.anamnesis.projections.declared.DeclaredProjections;
import io.anamnesis.projections.declared.OutcomeUnknown;
import io.anamnesis.projections.declared.ProjectionLog;
import io.anamnesis.projections.declared.Superseded;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Takes in definitions and gives them back. Posting one builds nothing yet. */
@RestController
public class DefinitionController {
  private static final String YAML = "application/yaml";

  private final Definitions definitions;
  private final DeclaredProjections declared;
  private final ProjectionLog log;

  DefinitionController(Definitions definitions, DeclaredProjections declared, ProjectionLog log) {
    this.definitions = definitions;
    this.declared = declared;
    this.log = log;
  }

  /**
   * A definition taken in.
   *
   * @param contentHash SHA-256 of its canonical text
   * @param columns of its rows
   * @param position where the log holds it
   */
  public record Posted(String name, int version, String contentHash, @Nullable String title, List<Heading> columns,
      long position) {}

  /** @param type {@code text, integer, decimal, boolean, timestamp} or {@code date} */
  public record Heading(String name, String type) {
    static Heading of(Column column) {
      return new Heading(column.name(), column.type().name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * 201 for the next version of its name; 200 for one that was posted before, which changes nothing.
   *
   * @param ifMatch the {@code ETag} of the newest version, upon which this one is to come
   */
  @PostMapping(path = "/api/v1/projections", consumes = {YAML, "application/x-yaml",
      "text/yaml"}, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Posted> post(HttpServletRequest request, Caller caller, Language language,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) throws IOException {
    DeclaredProjection projection = definitions.declaredIn(request, language)
        .orElseGet(() -> definitions.compiled(new byte[0], language));
    ProjectionLog.Posting posting = recorded(projection, ifMatch, caller);
    declared.catchUp();
    return ResponseEntity.status(posting.isNew() ? 201 : 200)
        .location(URI.create("/api/v1/projections/" + projection.name()))
        .eTag(projection.definition().hash())
        .header(ConsistencyToken.HEADER, new ConsistencyToken(posting.position()).text())
        .body(new Posted(projection.name(), posting.version(), projection.definition().hash(), projection.title(),
            projection.columns().stream().map(Heading::of).toList(), posting.position()));
  }

  /** The text in its canonical form; its {@code ETag} is the content hash. */
  @GetMapping(path = "/api/v1/projections/{name}/definition", produces = YAML)
  ResponseEntity<byte[]> definition(@PathVariable String name, @RequestParam @Nullable Integer version) {
    DeclaredProjection projection = definitions.posted(name, version);
    return ResponseEntity.ok().contentType(MediaType.parseMediaType(YAML + ";charset=UTF-8"))
        .eTag(projection.definition().hash()).header("Projection-Version", Integer.toString(projection.version()))
        .body(projection.definition().text().getBytes(StandardCharsets.UTF_8));
  }

  /** By RFC 9110, section 13.1.1: any of several, or whatever there is; null without a demand. */
  private static @Nullable Set<String> hashes(@Nullable String ifMatch) {
    if (ifMatch == null) {
      return null;
    }
    Set<String> tags = Arrays.stream(ifMatch.split(",", -1)).map(tag -> tag.strip().replace("\"", ""))
        .collect(Collectors.toUnmodifiableSet());
    return tags.contains("*") ? Set.of() : tags;
  }

  private ProjectionLog.Posting recorded(DeclaredProjection projection, @Nullable String ifMatch, Caller caller) {
    try {
      return log.post(projection.name(), projection.definition(), hashes(ifMatch),
          caller.name());
    } catch (Superseded superseded) {
      throw Problem.of(ProblemType.STALE_CONDITION).field(HttpHeaders.IF_MATCH).exception();
    } catch (OutcomeUnknown unknown) {
      throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception();
    }
  }
}
