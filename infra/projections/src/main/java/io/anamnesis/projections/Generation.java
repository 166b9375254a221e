package io.anamnesis.projections;

/**
 * A row of {@code views.generation}: one set of tables of a projection.
 *
 * @param segments into which the work on it is divided; 0 when it is retired
 */
record Generation(String name, int number, int version, State state, int segments) {

  /** What a generation is for. */
  enum State {
    BUILDING, LIVE, COMPARING, RETIRED
  }

  Work work() {
    return new Work(name, number);
  }

  GenerationTables tables() {
    return GenerationTables.of(name, number);
  }
}
