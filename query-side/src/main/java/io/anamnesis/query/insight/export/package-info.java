/** Views and the log itself, given out as tables: customers by pseudonym, nothing personal. */
@NullMarked
package io.anamnesis.query.insight.export;

import org.jspecify.annotations.NullMarked;
