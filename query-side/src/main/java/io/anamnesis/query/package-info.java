/** Views folded from the log, and the answers they give. */
@NullMarked
package io.anamnesis.query;

import org.jspecify.annotations.NullMarked;
