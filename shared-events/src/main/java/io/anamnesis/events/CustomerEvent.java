package io.anamnesis.events;

/**
 * Something that happened: a fact told by a source, or a decision taken here. One sealed family of records per
 * capability lies below it. A record holds the data alone; when, about whom and at which position is in the envelope,
 * {@link Recorded}.
 */
public interface CustomerEvent {}
