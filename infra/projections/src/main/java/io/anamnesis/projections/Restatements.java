package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;
import java.util.List;

/** Tells the loads of a scan whose facts were corrected or withdrawn later: their subjects are folded anew in the end. */
record Restatements(List<Load<?>> loads) {

  void add(LoggedEvent event) {
    String subject = event.subject();
    if (subject == null || !KnownLife.isStatement(event)) {
      return;
    }
    for (Load<?> load : loads) {
      try {
        if (load.folding().restates(event)) {
          load.restate(subject);
        }
      } catch (RuntimeException newer) { // than this build: what goes wrong for one is no trouble of the others
        load.fail(newer);
      }
    }
  }
}
