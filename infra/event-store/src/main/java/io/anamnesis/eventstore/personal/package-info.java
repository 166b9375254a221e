@NullMarked
package io.anamnesis.eventstore.personal;

import org.jspecify.annotations.NullMarked;
