/** Who is shown which personal field where, as data, and the one place that goes by it. */
@NullMarked
package io.anamnesis.web.masking;

import org.jspecify.annotations.NullMarked;
