@NullMarked
package io.anamnesis.events.loyalty;

import org.jspecify.annotations.NullMarked;
