@NullMarked
package io.anamnesis.events.referral;

import org.jspecify.annotations.NullMarked;
