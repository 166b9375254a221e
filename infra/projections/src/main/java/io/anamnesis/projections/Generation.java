package io.anamnesis.projections;

/**
 * A row of {@code views.generation}: one set of tables of a projection.
 *
 * @param swaps whether it takes the place of what answers by itself, as soon as it is level with the log
 * @param segments into which the work on it is divided; 0 when it is retired
 */
record Generation(String name, int number, int version, State state, boolean swaps, int segments) {

  /** What a generation is for. */
  enum State {
    /** Filled by one process, not level with the log yet. */
    BUILDING,
    /** Level with the log and kept so; waits for its swap. */
    CANDIDATE,
    /** It answers. */
    LIVE,
    /** It has answered and is kept level, so that it can do so again. */
    STANDBY,
    /** To be compared with. */
    SCRATCH,
    /** Nobody writes it any more; its tables are dropped when nobody can be reading them. */
    RETIRED;

    /** Whether all processes share in keeping it level. */
    boolean isKeptLevel() {
      return this == CANDIDATE || this == LIVE || this == STANDBY;
    }

    /** Whether it is on its way to answering. */
    boolean isBeside() {
      return this == BUILDING || this == CANDIDATE;
    }
  }

  Work work() {
    return new Work(name, number);
  }

  GenerationTables tables() {
    return GenerationTables.of(name, number);
  }
}
