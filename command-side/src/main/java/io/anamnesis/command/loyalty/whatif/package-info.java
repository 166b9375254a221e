/** What a draft programme would have given over all history, beside what was really given. */
@NullMarked
package io.anamnesis.command.loyalty.whatif;

import org.jspecify.annotations.NullMarked;
