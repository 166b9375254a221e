/** The product from outside: over HTTP, on a real PostgreSQL, with both sides in one process and apart. */
@NullMarked
package io.anamnesis.standalone.acceptance;

import org.jspecify.annotations.NullMarked;
