/** Workloads measured side by side with a physical limit and with peers, on a PostgreSQL of their own. */
@NullMarked
package io.anamnesis.benchmarks;

import org.jspecify.annotations.NullMarked;
