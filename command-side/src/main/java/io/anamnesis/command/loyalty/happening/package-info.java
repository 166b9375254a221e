/** What points and levels follow from: interactions, refunds, stays and complaints, and whose account each concerns. */
@NullMarked
package io.anamnesis.command.loyalty.happening;

import org.jspecify.annotations.NullMarked;
