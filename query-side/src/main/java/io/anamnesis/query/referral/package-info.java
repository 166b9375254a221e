/** Who brought whom, as decided. */
@NullMarked
package io.anamnesis.query.referral;

import org.jspecify.annotations.NullMarked;
