package io.anamnesis.events.lead;

import static io.anamnesis.events.FieldClass.CLINICAL;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Those who have not bought yet. */
public sealed interface LeadEvent extends CustomerEvent {

  /** A lead, with the chief complaint (why a person wants care; not a grievance) where it was told. */
  @Fact("lead.captured")
  record LeadCaptured(@Nullable Code origin, @Personal(CLINICAL) @Nullable Sealed chiefComplaint,
      @Nullable LocalDate wantsCareBy) implements LeadEvent {}

  @Fact("lead.contacted")
  record LeadContacted(Code outcome, @Nullable Code method) implements LeadEvent {}
}
