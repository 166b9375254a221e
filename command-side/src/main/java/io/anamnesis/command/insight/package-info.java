/** How the policies are getting on, and what they are stuck at. */
@NullMarked
package io.anamnesis.command.insight;

import org.jspecify.annotations.NullMarked;
