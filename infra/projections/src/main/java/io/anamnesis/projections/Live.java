package io.anamnesis.projections;

/**
 * A subject's state as the live view holds it.
 *
 * @param viewPosition how far the view has read the log of what concerns the subject
 */
public record Live<S>(Folded<S> folded, long viewPosition) {}
