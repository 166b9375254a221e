package io.anamnesis.projections;

/**
 * A subject's state as the live view holds it.
 *
 * @param viewPosition how far the view has read the log, over all subjects
 */
public record Live<S>(Folded<S> folded, long viewPosition) {}
