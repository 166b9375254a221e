package io.anamnesis.query.customer.access;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.anamnesis.query.audit.EventLine;
import tools.jackson.databind.JsonNode;

/** In which form everything about a person is written: its parts in the order of these methods, each as it is known. */
interface Form {

  /**
   * @param at the instant at which all answers are evaluated
   * @param position the last position that is told of
   */
  void begin(String customer, Instant at, long position) throws IOException;

  void consents(List<Consent> consents) throws IOException;

  /** @param answer or the problem that keeps the model from one */
  void model(String name, JsonNode answer) throws IOException;

  void event(Item item) throws IOException;

  /** The last part. */
  void linked(List<Linked> others) throws IOException;

  /**
   * @param title what a person calls a type of event
   * @param summary what happened, as a sentence
   * @param event with its personal values, as the reader may see them
   */
  record Item(String title, String summary, EventLine event) {}

  /**
   * Another customer whom this life names.
   *
   * @param by types of the events that name the other one
   */
  record Linked(String customer, Set<String> by) {}
}
