/** What is different about a customer between two instants, and by which events. */
@NullMarked
package io.anamnesis.query.audit.difference;

import org.jspecify.annotations.NullMarked;
