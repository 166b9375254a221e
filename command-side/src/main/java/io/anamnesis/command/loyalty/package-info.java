/** Points and tiers wired together: the accounts on a log, and what is decided on them. */
@NullMarked
package io.anamnesis.command.loyalty;

import org.jspecify.annotations.NullMarked;
