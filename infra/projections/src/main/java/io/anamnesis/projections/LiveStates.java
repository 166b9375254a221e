package io.anamnesis.projections;

import java.util.List;

/**
 * States that a live view holds.
 *
 * @param states in the order of subjects
 * @param viewPosition up to which every event of the log is in all of them
 * @param parked keys whose events wait for repair: what follows from those is missing
 */
public record LiveStates<S>(List<Folded<S>> states, long viewPosition, int parked) {}
