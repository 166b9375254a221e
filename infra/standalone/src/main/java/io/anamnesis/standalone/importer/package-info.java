/**
 * Facts from files: CSV by a declarative mapping, or NDJSON as it is, sent to a running instance. Plain Java, no Spring:
 * it must start at once.
 */
@NullMarked
package io.anamnesis.standalone.importer;

import org.jspecify.annotations.NullMarked;
