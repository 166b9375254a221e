package io.anamnesis.projections;

/**
 * A subject's state.
 *
 * @param position of the last event folded into it; 0 if there was none
 */
public record Folded<S>(String subject, S state, long position) {}
