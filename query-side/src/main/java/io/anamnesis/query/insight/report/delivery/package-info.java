/** Ways to hand a file over to somebody outside: they say whether it was taken, and keep nothing. */
@NullMarked
package io.anamnesis.query.insight.report.delivery;

import org.jspecify.annotations.NullMarked;
