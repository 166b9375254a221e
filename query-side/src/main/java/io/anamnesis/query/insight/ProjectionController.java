package io.anamnesis.query.insight;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ProjectionStatus;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** How the views are getting on, and their rebuild. */
@RestController
@RequestMapping(path = "/api/v1/projections", produces = MediaType.APPLICATION_JSON_VALUE)
public class ProjectionController {
  private final ProjectionRunner runner;

  public ProjectionController(ProjectionRunner runner) {
    this.runner = runner;
  }

  @GetMapping
  List<ProjectionStatus> all() {
    return runner.status();
  }

  @GetMapping("/{name}")
  ProjectionStatus one(@PathVariable String name) {
    return runner.status().stream().filter(status -> status.name().equals(name)).findFirst()
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_PROJECTION));
  }

  /**
   * @param names without it all that can be rebuilt now: that answer, and have no other rows waiting for a swap
   * @param unknown a misspelt name of a member would have all rebuilt
   */
  public record RebuildOrder(@Nullable List<String> names, @JsonAnySetter Map<String, Object> unknown) {}

  /** Rebuilds several by one scan of the log; returns at once. */
  @PostMapping("/rebuild")
  @ResponseStatus(HttpStatus.ACCEPTED)
  List<ProjectionStatus> rebuildSeveral(@RequestBody(required = false) @Nullable RebuildOrder order) {
    if (order != null && !order.unknown().isEmpty()) {
      throw Problem.of(ProblemType.INVALID).field(order.unknown().keySet().iterator().next())
          .detail("problem.invalid.rebuild").exception();
    }
    List<String> known = all().stream().map(ProjectionStatus::name).toList();
    List<String> names = order == null || order.names() == null ? runner.rebuildable() : order.names();
    if (names.isEmpty()) {
      throw Problem.of(ProblemType.INVALID).field("names").detail("problem.invalid.names").exception();
    }
    if (!known.containsAll(names)) {
      throw Problem.of(ProblemType.UNKNOWN_PROJECTION).field("names").exception();
    }
    runner.rebuild(names);
    return all().stream().filter(status -> names.contains(status.name())).toList();
  }

  /** Returns at once; the rows that answer stay live until the new ones have caught up. */
  @PostMapping("/{name}/rebuild")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ProjectionStatus rebuild(@PathVariable String name) {
    one(name);
    runner.rebuild(name);
    return one(name);
  }
}
