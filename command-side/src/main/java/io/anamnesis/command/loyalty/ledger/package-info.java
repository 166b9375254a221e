/** Lots of points and what becomes of them: credited, taken back, spent, expired. */
@NullMarked
package io.anamnesis.command.loyalty.ledger;

import org.jspecify.annotations.NullMarked;
