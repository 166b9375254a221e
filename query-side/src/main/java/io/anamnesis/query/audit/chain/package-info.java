/** What led to an event, and what followed from it. */
@NullMarked
package io.anamnesis.query.audit.chain;

import org.jspecify.annotations.NullMarked;
