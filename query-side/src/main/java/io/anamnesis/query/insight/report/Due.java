package io.anamnesis.query.insight.report;

import java.time.Instant;

/**
 * A report that is to be made.
 *
 * @param instant of its schedule, or of the order
 * @param ordered whether somebody wants it besides its schedule
 * @param late whether its time has passed while nobody made it
 * @param missed how many earlier instants have passed as well: one file stands for all of them
 */
record Due(Instant instant, boolean ordered, boolean late, int missed) {}
