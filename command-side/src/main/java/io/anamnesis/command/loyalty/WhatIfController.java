package io.anamnesis.command.loyalty;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What a draft programme would have given over all history. Nothing is written. */
@RestController
@RequestMapping(path = WhatIfController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class WhatIfController {
  static final String PATH = "/api/v1/loyalty/what-if";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int SECONDS_TO_COME_AGAIN = 10;

  private final WhatIfJobs jobs;
  private final DraftProgramme drafts;

  WhatIfController(WhatIfJobs jobs, EventCatalogue catalogue) {
    this.jobs = jobs;
    this.drafts = new DraftProgramme(catalogue);
  }

  /** Returns at once. */
  @PostMapping
  ResponseEntity<WhatIfJob.Status> begin(@RequestBody JsonNode body) {
    Programme draft = drafts.read(body);
    WhatIfJob.Status begun = jobs.begin(draft).orElseThrow(
        () -> Problem.of(ProblemType.OVERLOADED).retryAfter(SECONDS_TO_COME_AGAIN).exception());
    return ResponseEntity.accepted().location(URI.create(PATH + "/" + begun.id())).body(begun);
  }

  @GetMapping("/{id}")
  WhatIfJob.Status one(@PathVariable String id) {
    return job(id).status();
  }

  @DeleteMapping("/{id}")
  WhatIfJob.Status cancel(@PathVariable String id) {
    WhatIfJob job = job(id);
    job.cancel();
    return job.status();
  }

  private WhatIfJob job(String id) {
    if (!ID.matcher(id).matches()) {
      throw new ProblemException(ProblemType.NOT_FOUND);
    }
    return jobs.find(UUID.fromString(id)).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
  }
}
