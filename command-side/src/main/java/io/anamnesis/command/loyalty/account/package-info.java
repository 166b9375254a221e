/**
 * A customer's account: one consistency boundary that decides on points, level and benefits, the commands that it takes,
 * and the clocks that wake it.
 */
@NullMarked
package io.anamnesis.command.loyalty.account;

import org.jspecify.annotations.NullMarked;
