package io.anamnesis.query.reading;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.TimeTravel;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Language;

/**
 * A read of one customer; a controller's method takes it as a parameter.
 *
 * @param customer a well-formed customer number
 * @param token what the answer must reflect
 * @param patience how long to wait for it
 * @param hasPurpose whether the header {@code Purpose} says why
 * @param ifNoneMatch the header {@code If-None-Match}
 */
public record CustomerRequest(String customer, TimeTravel travel, @Nullable ConsistencyToken token, Duration patience,
    boolean hasPurpose, @Nullable String ifNoneMatch, Language language, Caller caller) {

  /** The same, of another past. */
  public CustomerRequest travelling(TimeTravel past) {
    return new CustomerRequest(customer, past, token, patience, hasPurpose, ifNoneMatch, language, caller);
  }

  /** An auditor sees personal data with a purpose only; the customer's own app and staff see it. */
  boolean seesPersonalData() {
    return hasPurpose || seesSecrets();
  }

  /** What is kept by law alone, of a person who is to be forgotten, is for audit alone. */
  boolean seesRestricted() {
    return hasPurpose && caller.may("auditor");
  }

  /** What gives its holder something is for the customer, and for staff who hands it over. */
  boolean seesSecrets() {
    return caller.may("app") || caller.may("staff");
  }
}
