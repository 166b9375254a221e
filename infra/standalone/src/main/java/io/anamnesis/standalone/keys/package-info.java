/** What an administrator does with the key store from outside. */
@NullMarked
package io.anamnesis.standalone.keys;

import org.jspecify.annotations.NullMarked;
