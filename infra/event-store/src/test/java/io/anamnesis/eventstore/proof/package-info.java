@NullMarked
package io.anamnesis.eventstore.proof;

import org.jspecify.annotations.NullMarked;
