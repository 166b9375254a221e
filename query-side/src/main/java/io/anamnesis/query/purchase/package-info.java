/** Spend and its trajectory, read. */
@NullMarked
package io.anamnesis.query.purchase;

import org.jspecify.annotations.NullMarked;
