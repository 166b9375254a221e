package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tests' view with lookups: the phone told last. */
final class Contacts implements Projection<Contacts.Contact, Contacts.Contact> {

  record Contact(@Nullable Sealed phone, long position, @Nullable Instant at) {}

  @Override
  public String name() {
    return "contacts";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(MasterRecord.class);
  }

  @Override
  public Class<Contact> stateType() {
    return Contact.class;
  }

  @Override
  public Contact initial() {
    return new Contact(null, 0, null);
  }

  @Override
  public Contact fold(Contact state, Recorded event) {
    Sealed phone = ((MasterRecord) event.event()).phone();
    return phone == null ? state : new Contact(phone, event.position(), event.occurredAt());
  }

  @Override
  public Contact answer(Folded<Contact> folded, Instant at) {
    return folded.state();
  }

  @Override
  public List<Lookup> lookups(Contact state) {
    return Optional.ofNullable(state.phone).map(phone -> new Lookup(IndexKind.PHONE, phone)).stream().toList();
  }
}
