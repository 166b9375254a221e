/** Points and tiers: what interactions earn, and the levels that follow. */
@NullMarked
package io.anamnesis.command.loyalty;

import org.jspecify.annotations.NullMarked;
