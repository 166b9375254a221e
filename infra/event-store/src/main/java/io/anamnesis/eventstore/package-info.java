/** The log: dense positions, in commit order, on PostgreSQL. */
@NullMarked
package io.anamnesis.eventstore;

import org.jspecify.annotations.NullMarked;
