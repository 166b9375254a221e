package io.anamnesis.events.visit;

import static io.anamnesis.events.FieldClass.CLINICAL;

import io.anamnesis.events.AdverseEventId;
import io.anamnesis.events.AppointmentId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.OneOf;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.StayId;
import io.anamnesis.events.VisitId;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Before, in and after the hospital: appointments, visits, stays, steps of care, adverse events. */
public sealed interface VisitEvent extends CustomerEvent {

  sealed interface AppointmentEvent extends VisitEvent {
    AppointmentId appointmentId();

    @Nullable
    SiteId site();

    @Nullable
    OffsetDateTime scheduledFor();
  }

  sealed interface OutpatientEvent extends VisitEvent {
    VisitId visitId();

    @Nullable
    SiteId site();

    @Nullable
    Code department();

    @Nullable
    StaffId doctor();

    @Nullable
    Code businessLine();

    @Nullable
    Code disease();

    /** outpatient, emergency, inpatient, remote, wellness or tour. */
    @Nullable
    Code kind();
  }

  sealed interface StayEvent extends VisitEvent {
    StayId stayId();

    @Nullable
    SiteId site();

    @Nullable
    Code department();

    @Nullable
    Code disease();
  }

  @Fact("appointment.booked")
  record AppointmentBooked(AppointmentId appointmentId, @Nullable SiteId site, @Nullable Code department,
      @Nullable StaffId doctor, @Nullable OffsetDateTime scheduledFor, @Nullable Code channel)
      implements
        AppointmentEvent {}

  @Fact("appointment.rescheduled")
  record AppointmentRescheduled(AppointmentId appointmentId, @Nullable SiteId site, @Nullable Code department,
      @Nullable StaffId doctor, @Nullable OffsetDateTime scheduledFor, @Nullable Code channel)
      implements
        AppointmentEvent {}

  @Fact("appointment.cancelled")
  record AppointmentCancelled(AppointmentId appointmentId, @Nullable SiteId site, @Nullable Code department,
      @Nullable StaffId doctor, @Nullable OffsetDateTime scheduledFor, @Nullable Code channel)
      implements
        AppointmentEvent {}

  @Fact("appointment.missed")
  record AppointmentMissed(AppointmentId appointmentId, @Nullable SiteId site, @Nullable Code department,
      @Nullable StaffId doctor, @Nullable OffsetDateTime scheduledFor, @Nullable Code channel)
      implements
        AppointmentEvent {}

  @Fact("visit.arrived")
  record VisitArrived(VisitId visitId, @Nullable SiteId site, @Nullable Code department, @Nullable StaffId doctor,
      @Nullable Code businessLine, @Nullable Code disease, @Nullable Code kind) implements OutpatientEvent {}

  @Fact("visit.roomed")
  record VisitRoomed(VisitId visitId, @Nullable SiteId site, @Nullable Code department, @Nullable StaffId doctor,
      @Nullable Code businessLine, @Nullable Code disease, @Nullable Code kind) implements OutpatientEvent {}

  @Fact("visit.completed")
  record VisitCompleted(VisitId visitId, @Nullable SiteId site, @Nullable Code department, @Nullable StaffId doctor,
      @Nullable Code businessLine, @Nullable Code disease, @Nullable Code kind) implements OutpatientEvent {}

  @Fact("admission.admitted")
  record AdmissionAdmitted(StayId stayId, @Nullable SiteId site, @Nullable Code department, @Nullable Code disease)
      implements
        StayEvent {}

  @Fact("admission.discharged")
  record AdmissionDischarged(StayId stayId, @Nullable SiteId site, @Nullable Code department, @Nullable Code disease)
      implements
        StayEvent {}

  /** A step of care within a visit or a stay: order, exam, report, prescription, vaccination and others. */
  @Fact("care.step")
  @OneOf({"visitId", "stayId"})
  record CareStep(@Personal(CLINICAL) Sealed step, @Nullable VisitId visitId, @Nullable StayId stayId,
      @Nullable String reference,
      @Nullable String requires) implements VisitEvent {}

  @Fact("report.viewed")
  record ReportViewed(String reference) implements VisitEvent {}

  @Fact("adverse.reported")
  record AdverseReported(AdverseEventId adverseId, @Nullable VisitId visitId, @Nullable Code department,
      @Personal(CLINICAL) @Nullable Sealed text) implements VisitEvent {}
}
