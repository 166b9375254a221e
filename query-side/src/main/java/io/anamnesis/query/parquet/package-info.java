/** Parquet files of flat rows, written as the format's specification tells it and in nothing but the JDK. */
@NullMarked
package io.anamnesis.query.parquet;

import org.jspecify.annotations.NullMarked;
