@NullMarked
package io.anamnesis.standalone.witness;

import org.jspecify.annotations.NullMarked;
