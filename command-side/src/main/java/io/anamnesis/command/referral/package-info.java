/** Who brought whom: claims, what makes them good, and what they are worth to whom. */
@NullMarked
package io.anamnesis.command.referral;

import org.jspecify.annotations.NullMarked;
