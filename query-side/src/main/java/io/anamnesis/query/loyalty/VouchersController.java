package io.anamnesis.query.loyalty;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;

/** Vouchers over HTTP. */
@RestController
public class VouchersController {
  private final CustomerReads reads;
  private final VouchersProjection vouchers;

  public VouchersController(CustomerReads reads, VouchersProjection vouchers) {
    this.reads = reads;
    this.vouchers = vouchers;
  }

  /** See {@link VouchersAnswer}; a code is told to the customer's app and to staff, and to no auditor. */
  @GetMapping(path = "/api/v1/customers/{customer}/vouchers", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> vouchers(CustomerRequest request) {
    return reads.answer(request, vouchers);
  }
}
