/** Rewards of the points mall and their stock, each a stream of its own. */
@NullMarked
package io.anamnesis.command.loyalty.reward;

import org.jspecify.annotations.NullMarked;
