/** What every event storage engine of Axon owes its readers and writers, as a suite that any engine can be run through. */
@NullMarked
package io.anamnesis.eventstore.conformance;

import org.jspecify.annotations.NullMarked;
