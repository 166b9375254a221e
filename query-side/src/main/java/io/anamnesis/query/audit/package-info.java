/** The log itself, read by auditors. */
@NullMarked
package io.anamnesis.query.audit;

import org.jspecify.annotations.NullMarked;
