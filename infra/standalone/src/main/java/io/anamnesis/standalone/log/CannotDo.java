package io.anamnesis.standalone.log;

/** Why nothing was done, in a sentence for a person. */
final class CannotDo extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotDo(String why) {
    super(why);
  }
}
