/**
 * Projections that analysts declare, in YAML with CEL: read, checked against the event records, and run by the fold kit as any
 * other. What the language offers is in {@code docs/reference/projections.md}.
 */
@NullMarked
package io.anamnesis.projections.declared;

import org.jspecify.annotations.NullMarked;
