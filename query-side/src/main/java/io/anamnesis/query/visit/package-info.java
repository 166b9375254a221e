/** Visits and stays, read. */
@NullMarked
package io.anamnesis.query.visit;

import org.jspecify.annotations.NullMarked;
