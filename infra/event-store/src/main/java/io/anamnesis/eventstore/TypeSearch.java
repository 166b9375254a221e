package io.anamnesis.eventstore;

import java.util.List;

/**
 * What a search for events of some types has found in one go.
 *
 * @param events in order
 * @param reached position up to which the search has got: to go on, search after it
 */
public record TypeSearch(List<StoredEvent> events, long reached) {}
