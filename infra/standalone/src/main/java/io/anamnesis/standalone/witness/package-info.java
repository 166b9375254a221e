/**
 * A witness: a program outside of the log's own house that sees to it that the log only grows, and says so. Plain Java, no Spring.
 */
@NullMarked
package io.anamnesis.standalone.witness;

import org.jspecify.annotations.NullMarked;
