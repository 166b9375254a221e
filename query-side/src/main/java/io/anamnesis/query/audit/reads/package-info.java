/** Who read whose data: for auditors, and for the customer. */
@NullMarked
package io.anamnesis.query.audit.reads;

import org.jspecify.annotations.NullMarked;
