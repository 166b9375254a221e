/** Signed reports of days for auditors, held against what customers are shown. Nothing here can sign. */
@NullMarked
package io.anamnesis.query.audit.reconciliation;

import org.jspecify.annotations.NullMarked;
