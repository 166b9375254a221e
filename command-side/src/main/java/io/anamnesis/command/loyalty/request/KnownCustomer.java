package io.anamnesis.command.loyalty.request;

import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** Customers of whom something is recorded: nothing is decided on anybody else. */
public final class KnownCustomer {
  private KnownCustomer() {}

  /**
   * @param text as the path or the body names whom it is about
   * @throws ProblemException if it is no customer number; {@code unknown-customer}
   */
  public static CustomerId of(EventLog log, String text) {
    CustomerId customer = LoyaltyBody.customer(text);
    if (!log.knows(text, null)) {
      throw new ProblemException(ProblemType.UNKNOWN_CUSTOMER);
    }
    return customer;
  }

  /** @param field that names the customer, where a request names several */
  public static void mustBe(EventLog log, CustomerId customer, String field) {
    if (!log.knows(customer.value(), null)) {
      throw Problem.of(ProblemType.UNKNOWN_CUSTOMER).field(field).exception();
    }
  }
}
