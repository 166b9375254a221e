package io.anamnesis.projections.declared;

/** A place in a definition's text, both numbers from 1, as editors count them. */
public record Place(int line, int column) {
  static final Place START = new Place(1, 1);

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
