package io.anamnesis.query.reading;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.TimeTravel;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Language;
import io.anamnesis.web.masking.Sight;

/**
 * A read of one customer; a controller's method takes it as a parameter.
 *
 * @param customer a well-formed customer number
 * @param token what the answer must reflect
 * @param patience how long to wait for it
 * @param sight what the caller sees in the answer
 * @param ifNoneMatch the header {@code If-None-Match}
 */
public record CustomerRequest(String customer, TimeTravel travel, @Nullable ConsistencyToken token, Duration patience,
    Sight sight, @Nullable String ifNoneMatch, Language language) {

  /** The same, of another past. */
  public CustomerRequest travelling(TimeTravel past) {
    return new CustomerRequest(customer, past, token, patience, sight, ifNoneMatch, language);
  }

  /** The same, for an answer that must reflect what is known to be done by now, be it that a key is gone. */
  public CustomerRequest reflecting() {
    return new CustomerRequest(customer, travel, token, patience, sight.reflecting(), ifNoneMatch, language);
  }
}
