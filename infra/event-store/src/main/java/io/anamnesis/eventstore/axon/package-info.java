/** The log as Axon's event storage, and commands wired to it. */
@NullMarked
package io.anamnesis.eventstore.axon;

import org.jspecify.annotations.NullMarked;
