/** What an administrator does to the log as a whole: hand it over to a new key, let it go on after a restore. */
@NullMarked
package io.anamnesis.standalone.log;

import org.jspecify.annotations.NullMarked;
