/** Who gets a token: a small authorization server of the instance's own, and ready-made tokens for trying things out. */
@NullMarked
package io.anamnesis.standalone.authorization;

import org.jspecify.annotations.NullMarked;
