package io.anamnesis.query.customer;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.query.fold.Told;

/** The master record: of each field the last word. A field that is absent says nothing about the earlier value. */
public record IdentityState(@Nullable Told<Sealed> name, @Nullable Told<Sealed> phone, @Nullable Told<Sealed> email,
    @Nullable Told<Code> gender, @Nullable Told<Sealed> birthDate, @Nullable Told<Code> birthdayCalendar,
    @Nullable Told<Sealed> nationalId, @Nullable Told<Code> idType, @Nullable Told<Sealed> insuranceNo,
    @Nullable Told<Sealed> bankCard, @Nullable Told<Sealed> address, @Nullable Told<Code> language,
    @Nullable Told<Sealed> industry, @Nullable Told<Sealed> occupation, @Nullable Told<Code> identityKind,
    @Nullable Told<SiteId> site, @Nullable Told<Code> channel, @Nullable Told<CustomerId> referredBy) {

  static final IdentityState UNKNOWN = new IdentityState(null, null, null, null, null, null, null, null, null, null,
      null, null, null, null, null, null, null, null);

  IdentityState with(Recorded event, MasterRecord told) {
    return new IdentityState(Told.last(name, event, told.name()), Told.last(phone, event, told.phone()),
        Told.last(email, event, told.email()), Told.last(gender, event, told.gender()),
        Told.last(birthDate, event, told.birthDate()),
        Told.last(birthdayCalendar, event, told.birthdayCalendar()),
        Told.last(nationalId, event, told.nationalId()), Told.last(idType, event, told.idType()),
        Told.last(insuranceNo, event, told.insuranceNo()), Told.last(bankCard, event, told.bankCard()),
        Told.last(address, event, told.address()), Told.last(language, event, told.language()),
        Told.last(industry, event, told.industry()), Told.last(occupation, event, told.occupation()),
        Told.last(identityKind, event, told.identityKind()), Told.last(site, event, told.site()),
        Told.last(channel, event, told.channel()), Told.first(referredBy, event, told.referredBy()));
  }

  Portrait.Identity answer() {
    return new Portrait.Identity(Told.valueOf(name), Told.valueOf(phone), Told.valueOf(email), Told.valueOf(gender),
        Told.valueOf(birthDate), Told.valueOf(birthdayCalendar), Told.valueOf(nationalId), Told.valueOf(idType),
        Told.valueOf(insuranceNo), Told.valueOf(bankCard), Told.valueOf(address), Told.valueOf(language),
        Told.valueOf(industry), Told.valueOf(occupation), Told.valueOf(identityKind), Told.valueOf(site),
        Told.valueOf(channel), Told.valueOf(referredBy));
  }
}
