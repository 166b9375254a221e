/** Facts in, decisions made. */
@NullMarked
package io.anamnesis.command;

import org.jspecify.annotations.NullMarked;
