@NullMarked
package io.anamnesis.events.care;

import org.jspecify.annotations.NullMarked;
