/**
 * What persons decide on points and levels, each by name and with a reason: adjustments, write-offs, levels given, awards
 * held, benefits used.
 */
@NullMarked
package io.anamnesis.command.loyalty.persons;

import org.jspecify.annotations.NullMarked;
