package io.anamnesis.projections.declared;

import java.util.List;

/** A definition that is not taken, with all that is wrong with it, in the order of the text. Nothing was recorded. */
public final class InvalidDefinition extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Complaint> complaints;

  /**
   * One thing that is wrong.
   *
   * @param arguments names, numbers and code of the definition: what is put into the words for people
   */
  public record Complaint(Place place, Fault fault, List<Object> arguments) {
    public Complaint {
      arguments = List.copyOf(arguments);
    }
  }

  InvalidDefinition(List<Complaint> complaints) {
    super(complaints.toString(), null, false, false);
    this.complaints = List.copyOf(complaints);
  }

  static InvalidDefinition of(Place place, Fault fault, Object... arguments) {
    return new InvalidDefinition(List.of(new Complaint(place, fault, List.of(arguments))));
  }

  /** One at least. */
  public List<Complaint> complaints() {
    return complaints;
  }
}
