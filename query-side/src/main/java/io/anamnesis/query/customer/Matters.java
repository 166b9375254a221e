package io.anamnesis.query.customer;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.AppointmentCancelled;
import io.anamnesis.events.visit.VisitEvent.AppointmentEvent;
import io.anamnesis.events.visit.VisitEvent.AppointmentMissed;
import io.anamnesis.events.visit.VisitEvent.AppointmentRescheduled;
import io.anamnesis.query.fold.Changes;
import io.anamnesis.query.fold.Told;
import io.anamnesis.query.visit.Visits;

/**
 * What is open between a customer and the hospital.
 *
 * @param complaints grievances and suggestions, by id
 * @param appointments by id
 */
public record Matters(SortedMap<String, Complaint> complaints, SortedMap<String, Appointment> appointments) {
  static final Matters NONE = new Matters(Changes.none(), Changes.none());

  public record Complaint(@Nullable Told<Filing> filed, @Nullable Told<Boolean> resolved) {
    static final Complaint UNHEARD = new Complaint(null, null);
  }

  public record Filing(@Nullable Code kind, @Nullable Code department) {}

  /** Of each field the last word. */
  public record Appointment(@Nullable Told<Boolean> standing, @Nullable Told<Instant> scheduledFor,
      @Nullable Told<SiteId> site, @Nullable Told<Code> department, @Nullable Told<StaffId> doctor) {
    static final Appointment UNHEARD = new Appointment(null, null, null, null, null);

    Appointment with(Recorded event, boolean stands, AppointmentEvent told, @Nullable Code inDepartment,
        @Nullable StaffId with) {
      return new Appointment(Told.last(standing, event, stands),
          Told.last(scheduledFor, event, told.scheduledFor() == null ? null : told.scheduledFor().toInstant()),
          Told.last(site, event, told.site()), Told.last(department, event, inDepartment),
          Told.last(doctor, event, with));
    }
  }

  Matters with(Recorded event, ComplaintFiled filed) {
    Filing filing = new Filing(filed.kind(), filed.department());
    return new Matters(Changes.in(complaints, filed.complaintId().value(), Complaint.UNHEARD,
        old -> new Complaint(Told.first(old.filed, event, filing), old.resolved)), appointments);
  }

  Matters with(Recorded event, ComplaintResolved resolved) {
    return new Matters(Changes.in(complaints, resolved.complaintId().value(), Complaint.UNHEARD,
        old -> new Complaint(old.filed, Told.first(old.resolved, event, true))), appointments);
  }

  Matters with(Recorded event, AppointmentEvent told) {
    return new Matters(complaints,
        Changes.in(appointments, told.appointmentId().value(), Appointment.UNHEARD, old -> switch (told) {
          case AppointmentBooked booked -> old.with(event, true, told, booked.department(), booked.doctor());
          case AppointmentRescheduled moved -> old.with(event, true, told, moved.department(), moved.doctor());
          case AppointmentCancelled off -> old.with(event, false, told, off.department(), off.doctor());
          case AppointmentMissed missed -> old.with(event, false, told, missed.department(), missed.doctor());
        }));
  }

  /** Complaints and suggestions without an answer, and open stays, oldest first. */
  List<Portrait.OpenMatter> open(Visits visits) {
    Stream<Portrait.OpenMatter> unanswered = complaints.entrySet().stream().flatMap(entry -> {
      Told<Filing> filed = entry.getValue().filed;
      return filed == null || entry.getValue().resolved != null
          ? Stream.empty()
          : Stream.of(new Portrait.OpenMatter(filed.value().kind == null ? "complaint" : filed.value().kind.value(),
              entry.getKey(), filed.at(), filed.value().department));
    });
    Stream<Portrait.OpenMatter> inHospital = visits.stays().entrySet().stream().flatMap(entry -> {
      Told<Visits.Place> admitted = entry.getValue().admitted();
      return admitted == null || entry.getValue().discharged() != null
          ? Stream.empty()
          : Stream.of(
              new Portrait.OpenMatter("stay", entry.getKey(), admitted.at(), admitted.value().department()));
    });
    return Stream.concat(unanswered, inHospital)
        .sorted(Comparator.comparing(Portrait.OpenMatter::since).thenComparing(Portrait.OpenMatter::id)).toList();
  }

  /** The next appointment that stands. */
  Portrait.@Nullable NextDue nextDue(Instant at) {
    return appointments.entrySet().stream().flatMap(entry -> {
      Appointment one = entry.getValue();
      Instant due = Told.valueOf(one.scheduledFor);
      StaffId doctor = Told.valueOf(one.doctor);
      return due == null || due.isBefore(at) || !Boolean.TRUE.equals(Told.valueOf(one.standing))
          ? Stream.<Portrait.NextDue>empty()
          : Stream.of(new Portrait.NextDue("appointment", entry.getKey(), due, Told.valueOf(one.site),
              Told.valueOf(one.department), doctor == null ? null : doctor.value()));
    }).min(Comparator.comparing(Portrait.NextDue::at).thenComparing(Portrait.NextDue::id)).orElse(null);
  }
}
