/** A real PostgreSQL of the instance's own, which keeps its data in the instance's folder. */
@NullMarked
package io.anamnesis.standalone.database;

import org.jspecify.annotations.NullMarked;
