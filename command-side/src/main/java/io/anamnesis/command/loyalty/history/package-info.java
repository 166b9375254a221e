/** Ways over all history that take a while, one after another, and write nothing. */
@NullMarked
package io.anamnesis.command.loyalty.history;

import org.jspecify.annotations.NullMarked;
