/** Levels: how they are reached, kept, lost and given by persons, and what they give beside. */
@NullMarked
package io.anamnesis.command.loyalty.level;

import org.jspecify.annotations.NullMarked;
