package io.anamnesis.projections.declared;

import io.anamnesis.projections.declared.InvalidDefinition.Complaint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a definition, so that its author learns of all at once. */
final class Complaints {
  private static final Comparator<Complaint> ORDER =
      Comparator.comparingInt((Complaint one) -> one.place().line()).thenComparingInt(one -> one.place().column());

  private final List<Complaint> complaints = new ArrayList<>();

  void add(Place place, Fault fault, Object... arguments) {
    complaints.add(new Complaint(place, fault, List.of(arguments)));
  }

  boolean isEmpty() {
    return complaints.isEmpty();
  }

  void throwIfAny() throws InvalidDefinition {
    if (!complaints.isEmpty()) {
      throw new InvalidDefinition(complaints.stream().sorted(ORDER).distinct().limit(Limits.FAULTS).toList());
    }
  }
}
