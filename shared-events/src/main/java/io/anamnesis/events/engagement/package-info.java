@NullMarked
package io.anamnesis.events.engagement;

import org.jspecify.annotations.NullMarked;
