/** Everything about a person, for that person: to read, and to take along. */
@NullMarked
package io.anamnesis.query.customer.access;

import org.jspecify.annotations.NullMarked;
