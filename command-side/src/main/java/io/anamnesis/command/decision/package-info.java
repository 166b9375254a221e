/** Commands of people: sent, tried again, repeated under a key, refused with a reason. */
@NullMarked
package io.anamnesis.command.decision;

import org.jspecify.annotations.NullMarked;
