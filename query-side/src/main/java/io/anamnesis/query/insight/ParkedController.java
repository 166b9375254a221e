package io.anamnesis.query.insight;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ParkedKeys;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.JsonNode;

/** Keys of a projection whose events wait: seen, tried again, or helped over an event that is given up. */
@RestController
@RequestMapping(path = "/api/v1/projections/{name}/parked", produces = MediaType.APPLICATION_JSON_VALUE)
public class ParkedController {
  private final ProjectionRunner runner;
  private final ParkedKeys parked;

  public ParkedController(ProjectionRunner runner, EventLog log, PersonalData personal, ObjectProvider<Clock> clocks) {
    this.runner = runner;
    this.parked = new ParkedKeys(runner, log, personal, clocks.getIfAvailable(Clock::systemUTC));
  }

  @GetMapping
  ResponseEntity<ParkedKeys.Page> all(@PathVariable String name, @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    return parked.list(known(name), cursor, limit);
  }

  @PostMapping("/retry")
  ParkedKeys.Tried retry(@PathVariable String name, @RequestBody JsonNode body) {
    return parked.retry(known(name), body);
  }

  @PostMapping("/skip")
  ResponseEntity<ParkedKeys.Tried> skip(@PathVariable String name, @RequestBody JsonNode body, Caller caller) {
    return parked.skip(known(name), body, caller);
  }

  private String known(String name) {
    if (runner.versions(name).isEmpty()) {
      throw new ProblemException(ProblemType.UNKNOWN_PROJECTION);
    }
    return name;
  }
}
