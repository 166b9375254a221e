package io.anamnesis.command.loyalty.opening;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an uploaded batch: the first hundred faults, and how many there are. It stays small, whatever was sent. */
final class OpeningFaults {
  static final int LISTED = 100;

  private final List<OpeningFault> listed = new ArrayList<>();
  private int count;

  void add(OpeningFault fault) {
    count++;
    if (listed.size() < LISTED) {
      listed.add(fault);
    }
  }

  /** Puts one before all others: it says why no more was looked at. */
  void lead(OpeningFault fault) {
    count++;
    listed.addFirst(fault);
    if (listed.size() > LISTED) {
      listed.removeLast();
    }
  }

  List<OpeningFault> listed() {
    return List.copyOf(listed);
  }

  int count() {
    return count;
  }
}
