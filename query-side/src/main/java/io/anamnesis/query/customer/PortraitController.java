package io.anamnesis.query.customer;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;

/** The portrait over HTTP. */
@RestController
public class PortraitController {
  private final CustomerReads reads;
  private final PortraitProjection portrait;

  public PortraitController(CustomerReads reads, PortraitProjection portrait) {
    this.reads = reads;
    this.portrait = portrait;
  }

  @GetMapping(path = "/api/v1/customers/{customer}/portrait", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> portrait(CustomerRequest request) {
    return reads.answer(request, portrait);
  }
}
