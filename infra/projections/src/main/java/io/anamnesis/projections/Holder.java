package io.anamnesis.projections;

/** Says which segments of a work are to be taken on here. For one thread. */
interface Holder {
  /** Whether it is to be asked anew, since what it said last may not hold any more. */
  boolean isDue();

  /** The segments, with their tokens as they are in the database. */
  Share settle();

  /** All of them, whoever else may be at them: the tokens alone decide who is first. */
  static Holder ofAll(ViewsDatabase database, Segments segments) {
    return new Holder() {
      @Override
      public boolean isDue() {
        return false;
      }

      @Override
      public Share settle() {
        return database.read(segments::all);
      }
    };
  }
}
