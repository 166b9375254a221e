@NullMarked
package io.anamnesis.events.customer;

import org.jspecify.annotations.NullMarked;
