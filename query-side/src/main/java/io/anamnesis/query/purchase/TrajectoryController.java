package io.anamnesis.query.purchase;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** The trajectory over HTTP. */
@RestController
public class TrajectoryController {
  private final CustomerReads reads;
  private final TrajectoryProjection trajectory;

  public TrajectoryController(CustomerReads reads, TrajectoryProjection trajectory) {
    this.reads = reads;
    this.trajectory = trajectory;
  }

  @GetMapping(path = "/api/v1/customers/{customer}/trajectory", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> trajectory(CustomerRequest request, @RequestParam(defaultValue = "month") String by) {
    Period period = Period.of(by).orElseThrow(
        () -> Problem.of(ProblemType.INVALID).field("by").detail("problem.invalid.period").exception());
    return reads.answer(request, trajectory, (folded, at) -> trajectory.answer(folded, period));
  }
}
