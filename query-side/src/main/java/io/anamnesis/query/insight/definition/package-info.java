/** Projections that analysts define: posted, tried, built beside, compared, swapped and rolled back, without a release. */
@NullMarked
package io.anamnesis.query.insight.definition;

import org.jspecify.annotations.NullMarked;
