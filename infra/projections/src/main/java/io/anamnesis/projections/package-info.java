/** The fold kit: one fold for the live view, its rebuild and any instant of the past. */
@NullMarked
package io.anamnesis.projections;

import org.jspecify.annotations.NullMarked;
