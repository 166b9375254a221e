/** Who a customer is: so far, how one is forgotten. */
@NullMarked
package io.anamnesis.command.customer;

import org.jspecify.annotations.NullMarked;
