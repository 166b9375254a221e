@NullMarked
package io.anamnesis.events.audit;

import org.jspecify.annotations.NullMarked;
