/** The log on PostgreSQL: group commit, reading, wake-ups. */
@NullMarked
package io.anamnesis.eventstore.postgres;

import org.jspecify.annotations.NullMarked;
