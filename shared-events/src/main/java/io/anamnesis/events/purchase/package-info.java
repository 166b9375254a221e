@NullMarked
package io.anamnesis.events.purchase;

import org.jspecify.annotations.NullMarked;
