package io.anamnesis.projections;

/** A row of {@code views.generation}: one set of tables of a projection. */
record Generation(String name, int number, int version, State state, Token token) {

  /** What a generation is for. */
  enum State {
    BUILDING, LIVE, COMPARING, RETIRED
  }

  GenerationTables tables() {
    return GenerationTables.of(name, number);
  }
}
