/** What is registered of the fields of types {@code x.…}: their forms, and which of them are clear. */
@NullMarked
package io.anamnesis.events.schema;

import org.jspecify.annotations.NullMarked;
