/** Tables in the formats that people and tools read: JSON, CSV, Parquet. */
@NullMarked
package io.anamnesis.query.table;

import org.jspecify.annotations.NullMarked;
