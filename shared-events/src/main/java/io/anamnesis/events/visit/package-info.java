@NullMarked
package io.anamnesis.events.visit;

import org.jspecify.annotations.NullMarked;
