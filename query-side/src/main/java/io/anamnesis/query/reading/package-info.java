/** How a customer is read: time travel, freshness, masks, entity tags, pages. */
@NullMarked
package io.anamnesis.query.reading;

import org.jspecify.annotations.NullMarked;
