@NullMarked
package io.anamnesis.command.audit.reconciliation;

import org.jspecify.annotations.NullMarked;
