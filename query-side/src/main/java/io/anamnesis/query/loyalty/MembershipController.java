package io.anamnesis.query.loyalty;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Memberships over HTTP. */
@RestController
public class MembershipController {
  private final CustomerReads reads;
  private final MembershipsProjection memberships;

  public MembershipController(CustomerReads reads, MembershipsProjection memberships) {
    this.reads = reads;
    this.memberships = memberships;
  }

  @GetMapping(path = "/api/v1/customers/{customer}/memberships", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> memberships(CustomerRequest request) {
    return reads.answer(request, memberships);
  }
}
