/** What the commands of the launcher share: their words and their ends. */
@NullMarked
package io.anamnesis.standalone.terminal;

import org.jspecify.annotations.NullMarked;
