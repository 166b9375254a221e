/**
 * An auditor's check: all postings worked out again from the facts and the published programmes, and held against what was
 * posted.
 */
@NullMarked
package io.anamnesis.command.loyalty.check;

import org.jspecify.annotations.NullMarked;
