package io.anamnesis.events.care;

import static io.anamnesis.events.FieldClass.CLINICAL;
import static io.anamnesis.events.FieldClass.FREE_TEXT;

import io.anamnesis.events.Bounds;
import io.anamnesis.events.Code;
import io.anamnesis.events.ComplaintId;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.FollowUpId;
import io.anamnesis.events.OneOf;
import io.anamnesis.events.Personal;
import io.anamnesis.events.PlanId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follow-up, care plans, measurements, complaints. */
public sealed interface CareEvent extends CustomerEvent {

  @Fact("plan.joined")
  record PlanJoined(PlanId planId, @Nullable Code kind, @Nullable Code disease, @Nullable StaffId doctor,
      @Nullable String step) implements CareEvent {}

  @Fact("plan.step-done")
  record PlanStepDone(PlanId planId, @Nullable Code kind, @Nullable Code disease, @Nullable StaffId doctor,
      @Nullable String step) implements CareEvent {}

  @Fact("plan.left")
  record PlanLeft(PlanId planId, @Nullable Code kind, @Nullable Code disease, @Nullable StaffId doctor,
      @Nullable String step) implements CareEvent {}

  /** @param score rehabilitation score, 0 to 100, by the named template */
  @Fact("followup.recorded")
  record FollowupRecorded(FollowUpId followUpId, @Nullable Code method, @Nullable Boolean reached,
      @Personal(CLINICAL) @Nullable Sealed content, @Nullable String template,
      @Bounds(min = 0, max = 100) @Nullable BigDecimal score, @Personal(CLINICAL) @Nullable Sealed guidance)
      implements
        CareEvent {}

  /** A grievance or a suggestion; not a chief complaint. */
  @Fact("complaint.filed")
  record ComplaintFiled(ComplaintId complaintId, @Nullable Code kind, @Nullable Code department, @Nullable Code channel,
      @Nullable Boolean online, @Personal(FREE_TEXT) @Nullable Sealed text) implements CareEvent {}

  @Fact("complaint.resolved")
  record ComplaintResolved(ComplaintId complaintId, @Personal(FREE_TEXT) @Nullable Sealed cause,
      @Personal(FREE_TEXT) @Nullable Sealed outcome, @Nullable Boolean told) implements CareEvent {}

  /** A reading; blood pressure is one fact with two components. Units are UCUM. */
  @Fact("measurement.taken")
  @OneOf({"value", "components"})
  record MeasurementTaken(Code metric, @Nullable BigDecimal value, @Nullable String unit,
      @Nullable List<Component> components, @Nullable String device) implements CareEvent {}

  record Component(Code metric, BigDecimal value, @Nullable String unit) {}
}
