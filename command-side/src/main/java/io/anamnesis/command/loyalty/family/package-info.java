/**
 * What a family shares: who is family of whom, points given to one another, and the pools that pay for redemptions
 * together.
 */
@NullMarked
package io.anamnesis.command.loyalty.family;

import org.jspecify.annotations.NullMarked;
