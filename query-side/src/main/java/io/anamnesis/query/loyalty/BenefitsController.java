package io.anamnesis.query.loyalty;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;

/** Benefits over HTTP. */
@RestController
public class BenefitsController {
  private final CustomerReads reads;
  private final BenefitsProjection benefits;

  public BenefitsController(CustomerReads reads, BenefitsProjection benefits) {
    this.reads = reads;
    this.benefits = benefits;
  }

  @GetMapping(path = "/api/v1/customers/{customer}/benefits", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> benefits(CustomerRequest request) {
    return reads.answer(request, benefits);
  }
}
