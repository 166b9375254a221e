/** A customer's life with its proofs, for whoever wants to check it without this system. */
@NullMarked
package io.anamnesis.query.audit.bundle;

import org.jspecify.annotations.NullMarked;
