@NullMarked
package io.anamnesis.events.lead;

import org.jspecify.annotations.NullMarked;
