@NullMarked
package io.anamnesis.events.campaign;

import org.jspecify.annotations.NullMarked;
