package io.anamnesis.query.referral;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The tree of referrals over HTTP, one customer's branches at a time. */
@RestController
public class ReferralsController {
  private final CustomerReads reads;
  private final ReferralsProjection referrals;

  public ReferralsController(CustomerReads reads, ReferralsProjection referrals) {
    this.reads = reads;
    this.referrals = referrals;
  }

  @GetMapping(path = "/api/v1/customers/{customer}/referrals", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> referrals(CustomerRequest request) {
    return reads.answer(request, referrals);
  }
}
