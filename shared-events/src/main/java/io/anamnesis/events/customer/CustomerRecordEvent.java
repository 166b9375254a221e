package io.anamnesis.events.customer;

import static io.anamnesis.events.FieldClass.ADDRESS;
import static io.anamnesis.events.FieldClass.BIRTH_DATE;
import static io.anamnesis.events.FieldClass.CLINICAL;
import static io.anamnesis.events.FieldClass.EMAIL;
import static io.anamnesis.events.FieldClass.ID_NUMBER;
import static io.anamnesis.events.FieldClass.NAME;
import static io.anamnesis.events.FieldClass.OCCUPATION;
import static io.anamnesis.events.FieldClass.OUTSIDE_IDENTITY;
import static io.anamnesis.events.FieldClass.PHONE;
import static io.anamnesis.events.Personal.Format.DATE;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Fact;
import io.anamnesis.events.MembershipId;
import io.anamnesis.events.Needs;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.SiteId;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Who a customer is: master record, health background, family, identities, consents, memberships, donations. */
public sealed interface CustomerRecordEvent extends CustomerEvent {

  /** The master record as first told, or as told anew; a field that is absent says nothing about the earlier value. */
  sealed interface MasterRecord extends CustomerRecordEvent {
    @Nullable
    Sealed name();

    @Nullable
    Sealed phone();

    @Nullable
    Sealed email();

    @Nullable
    Code gender();

    @Nullable
    Sealed birthDate();

    @Nullable
    Code birthdayCalendar();

    @Nullable
    Sealed nationalId();

    @Nullable
    Code idType();

    @Nullable
    Sealed insuranceNo();

    @Nullable
    Sealed bankCard();

    @Nullable
    Sealed address();

    @Nullable
    Code language();

    @Nullable
    Sealed industry();

    @Nullable
    Sealed occupation();

    @Nullable
    Code identityKind();

    @Nullable
    SiteId site();

    @Nullable
    Code channel();

    @Nullable
    CustomerId referredBy();
  }

  @Fact("customer.registered")
  record CustomerRegistered(@Personal(NAME) @Nullable Sealed name, @Personal(PHONE) @Nullable Sealed phone,
      @Personal(EMAIL) @Nullable Sealed email, @Nullable Code gender,
      @Personal(value = BIRTH_DATE, format = DATE) @Nullable Sealed birthDate, @Nullable Code birthdayCalendar,
      @Personal(ID_NUMBER) @Nullable Sealed nationalId, @Nullable Code idType,
      @Personal(ID_NUMBER) @Nullable Sealed insuranceNo, @Personal(ID_NUMBER) @Nullable Sealed bankCard,
      @Personal(ADDRESS) @Nullable Sealed address, @Nullable Code language,
      @Personal(OCCUPATION) @Nullable Sealed industry,
      @Personal(OCCUPATION) @Nullable Sealed occupation, @Nullable Code identityKind, @Nullable SiteId site,
      @Nullable Code channel, @Nullable CustomerId referredBy) implements MasterRecord {}

  @Fact("customer.amended")
  record CustomerAmended(@Personal(NAME) @Nullable Sealed name, @Personal(PHONE) @Nullable Sealed phone,
      @Personal(EMAIL) @Nullable Sealed email, @Nullable Code gender,
      @Personal(value = BIRTH_DATE, format = DATE) @Nullable Sealed birthDate, @Nullable Code birthdayCalendar,
      @Personal(ID_NUMBER) @Nullable Sealed nationalId, @Nullable Code idType,
      @Personal(ID_NUMBER) @Nullable Sealed insuranceNo, @Personal(ID_NUMBER) @Nullable Sealed bankCard,
      @Personal(ADDRESS) @Nullable Sealed address, @Nullable Code language,
      @Personal(OCCUPATION) @Nullable Sealed industry,
      @Personal(OCCUPATION) @Nullable Sealed occupation, @Nullable Code identityKind, @Nullable SiteId site,
      @Nullable Code channel, @Nullable CustomerId referredBy) implements MasterRecord {}

  @Fact("customer.deceased")
  record CustomerDeceased(LocalDate date) implements CustomerRecordEvent {}

  /** An allergy, a hereditary, cardiac or chronic condition. */
  @Fact("health.noted")
  record HealthNoted(Code kind, @Personal(CLINICAL) @Nullable Sealed code, @Personal(CLINICAL) @Nullable Sealed text,
      @Nullable Code certainty) implements CustomerRecordEvent {}

  @Fact("family.linked")
  record FamilyLinked(CustomerId other, @Nullable Code relation, @Nullable Boolean guardian)
      implements
        CustomerRecordEvent {}

  @Fact("family.unlinked")
  record FamilyUnlinked(CustomerId other, @Nullable Code relation, @Nullable Boolean guardian)
      implements
        CustomerRecordEvent {}

  /** An outside identity (WeCom, mini-program, HIS) belongs to this customer. */
  @Fact("identity.bound")
  record IdentityBound(Code system, @Personal(OUTSIDE_IDENTITY) Sealed identifier) implements CustomerRecordEvent {}

  @Fact("identity.unbound")
  record IdentityUnbound(Code system, @Personal(OUTSIDE_IDENTITY) Sealed identifier) implements CustomerRecordEvent {}

  @Fact("consent.given")
  record ConsentGiven(Code purpose, @Nullable String textVersion, @Nullable LocalDate until)
      implements
        CustomerRecordEvent {}

  @Fact("consent.withdrawn")
  record ConsentWithdrawn(Code purpose, @Nullable String textVersion, @Nullable LocalDate until)
      implements
        CustomerRecordEvent {}

  @Fact("membership.started")
  @Needs(field = "fee", needs = "currency")
  record MembershipStarted(MembershipId membershipId, @Nullable Code kind, @Nullable Code plan,
      @Nullable LocalDate validFrom, @Nullable LocalDate validUntil, @Nullable Amount fee, @Nullable Currency currency)
      implements
        CustomerRecordEvent {}

  @Fact("membership.renewed")
  @Needs(field = "fee", needs = "currency")
  record MembershipRenewed(MembershipId membershipId, @Nullable Code kind, @Nullable Code plan,
      @Nullable LocalDate validFrom, @Nullable LocalDate validUntil, @Nullable Amount fee, @Nullable Currency currency)
      implements
        CustomerRecordEvent {}

  @Fact("membership.ended")
  @Needs(field = "fee", needs = "currency")
  record MembershipEnded(MembershipId membershipId, @Nullable Code kind, @Nullable Code plan,
      @Nullable LocalDate validFrom, @Nullable LocalDate validUntil, @Nullable Amount fee, @Nullable Currency currency)
      implements
        CustomerRecordEvent {}

  @Fact("donation.made")
  @Needs(field = "amount", needs = "currency")
  record DonationMade(Code kind, @Nullable Amount amount, @Nullable Currency currency)
      implements
        CustomerRecordEvent {}
}
