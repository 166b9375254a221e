package io.anamnesis.benchmarks;

import java.util.List;

/** Something measured beside its limit, ready to run once. */
interface Workload {

  /** @return tables in Markdown, line by line */
  List<String> run();
}
