/** The folder in which an instance keeps everything of its own. */
@NullMarked
package io.anamnesis.standalone.folder;

import org.jspecify.annotations.NullMarked;
