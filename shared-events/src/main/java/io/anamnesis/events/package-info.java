/** What has happened to a customer, in words that outlive the code that wrote them. */
@NullMarked
package io.anamnesis.events;

import org.jspecify.annotations.NullMarked;
