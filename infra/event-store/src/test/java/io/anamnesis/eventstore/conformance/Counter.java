package io.anamnesis.eventstore.conformance;

import org.axonframework.serialization.Revision;

/** An aggregate's state, as its fold makes it today. */
@Revision("2")
public record Counter(int value) {}
