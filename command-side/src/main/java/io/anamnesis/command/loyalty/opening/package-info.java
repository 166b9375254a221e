/** Balances that come over from an older system: uploaded, approved by another person, booked, reconciled. */
@NullMarked
package io.anamnesis.command.loyalty.opening;

import org.jspecify.annotations.NullMarked;
