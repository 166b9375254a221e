/** Versions of the loyalty programme, ready to decide: their conditions compiled, and which version decides when. */
@NullMarked
package io.anamnesis.command.loyalty.programme;

import org.jspecify.annotations.NullMarked;
