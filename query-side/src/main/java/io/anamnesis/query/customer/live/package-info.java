/** A customer's life as it goes on: what is recorded is sent to whoever listens, as Server-Sent Events. */
@NullMarked
package io.anamnesis.query.customer.live;

import org.jspecify.annotations.NullMarked;
