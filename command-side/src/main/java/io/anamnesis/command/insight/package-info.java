/** How the policies are getting on and what they are stuck at; schemas of the types that sources make up. */
@NullMarked
package io.anamnesis.command.insight;

import org.jspecify.annotations.NullMarked;
