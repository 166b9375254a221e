/** Both sides and a PostgreSQL of their own in one process. */
@NullMarked
package io.anamnesis.standalone;

import org.jspecify.annotations.NullMarked;
