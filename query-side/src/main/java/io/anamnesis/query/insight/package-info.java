/** Figures over all customers, and the projections themselves. */
@NullMarked
package io.anamnesis.query.insight;

import org.jspecify.annotations.NullMarked;
