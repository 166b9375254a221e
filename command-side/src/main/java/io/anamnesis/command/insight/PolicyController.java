package io.anamnesis.command.insight;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.PolicyRunner;
import io.anamnesis.projections.PolicyStatus;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ParkedKeys;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Clock;
import java.util.List;
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
import tools.jackson.databind.JsonNode;

/** How the policies are getting on, and the keys that wait. A policy has no reset: nothing is decided twice. */
@RestController
@RequestMapping(path = "/api/v1/policies", produces = MediaType.APPLICATION_JSON_VALUE)
class PolicyController {
  private final PolicyRunner runner;
  private final ParkedKeys parked;

  PolicyController(PolicyRunner runner, EventLog log, PersonalData personal, ObjectProvider<Clock> clocks) {
    this.runner = runner;
    this.parked = new ParkedKeys(runner, log, personal, clocks.getIfAvailable(Clock::systemUTC));
  }

  @GetMapping
  List<PolicyStatus> all() {
    return runner.status();
  }

  @GetMapping("/{name}")
  PolicyStatus one(@PathVariable String name) {
    return runner.status().stream().filter(status -> status.name().equals(name)).findFirst()
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_POLICY));
  }

  @GetMapping("/{name}/parked")
  ResponseEntity<ParkedKeys.Page> parked(@PathVariable String name, @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    one(name);
    return parked.list(name, cursor, limit);
  }

  @PostMapping("/{name}/parked/retry")
  ParkedKeys.Tried retry(@PathVariable String name, @RequestBody JsonNode body) {
    one(name);
    return parked.retry(name, body);
  }

  @PostMapping("/{name}/parked/skip")
  ResponseEntity<ParkedKeys.Tried> skip(@PathVariable String name, @RequestBody JsonNode body, Caller caller) {
    one(name);
    return parked.skip(name, body, caller);
  }
}
