/** What events there are: their schemas, how many of each were seen, and who reads them. */
@NullMarked
package io.anamnesis.query.insight.catalogue;

import org.jspecify.annotations.NullMarked;
