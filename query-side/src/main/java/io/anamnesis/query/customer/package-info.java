/** Who a customer is: portrait, timeline, search. */
@NullMarked
package io.anamnesis.query.customer;

import org.jspecify.annotations.NullMarked;
