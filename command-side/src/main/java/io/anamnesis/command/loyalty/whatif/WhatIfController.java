package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.history.HistoryJob;
import io.anamnesis.command.loyalty.request.Id;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trials of programmes on all history, begun by {@code ProgrammeReviewController}. Nothing is written. */
@RestController
@RequestMapping(path = WhatIfController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class WhatIfController {
  public static final String PATH = "/api/v1/loyalty/what-if";

  private final WhatIfJobs jobs;

  WhatIfController(WhatIfJobs jobs) {
    this.jobs = jobs;
  }

  @GetMapping("/{id}")
  WhatIfStatus one(@PathVariable String id) {
    return WhatIfStatus.of(job(id));
  }

  @DeleteMapping("/{id}")
  WhatIfStatus cancel(@PathVariable String id) {
    HistoryJob<WhatIf.Run, WhatIfOutcome> job = job(id);
    job.cancel();
    return WhatIfStatus.of(job);
  }

  private HistoryJob<WhatIf.Run, WhatIfOutcome> job(String id) {
    return Id.parse(id).flatMap(jobs::find).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
  }
}
