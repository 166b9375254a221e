@NullMarked
package io.anamnesis.eventstore.sealing;

import org.jspecify.annotations.NullMarked;
