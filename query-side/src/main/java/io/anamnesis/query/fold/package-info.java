/** What the folds of several capabilities share: order, the last word, zones of sites. */
@NullMarked
package io.anamnesis.query.fold;

import org.jspecify.annotations.NullMarked;
