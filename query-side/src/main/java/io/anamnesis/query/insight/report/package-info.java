/** Reports that make themselves: due by a schedule, kept as files, delivered by webhook or mail. */
@NullMarked
package io.anamnesis.query.insight.report;

import org.jspecify.annotations.NullMarked;
