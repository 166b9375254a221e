/** Days of the log added up: facts, points and money, in and out; signed once a day is over. */
@NullMarked
package io.anamnesis.command.audit.reconciliation;

import org.jspecify.annotations.NullMarked;
