@NullMarked
package io.anamnesis.events.insight;

import org.jspecify.annotations.NullMarked;
