/**
 * {@code verify}: checks an audit bundle offline, without a server or a database. What it expects of a bundle is written in
 * {@code docs/reference/bundle.md}; it shares no code with what writes one, so that a fault in the one is no fault in the other.
 */
@NullMarked
package io.anamnesis.standalone.verify;

import org.jspecify.annotations.NullMarked;
