/** Points, their ledger and levels, read. */
@NullMarked
package io.anamnesis.query.loyalty;

import org.jspecify.annotations.NullMarked;
