package io.anamnesis.events;

/**
 * What a personal field tells of a person. It says under which key the field is stored, and is what the masking table goes by: a
 * field has no other way to say who may see it.
 */
public enum FieldClass {
  PHONE(KeyKind.CONTACT),
  EMAIL(KeyKind.CONTACT),
  ADDRESS(KeyKind.CONTACT),
  /** A number or name in another system. */
  OUTSIDE_IDENTITY(KeyKind.CONTACT),
  /** What names a payment elsewhere. */
  PAYMENT(KeyKind.CONTACT),
  /** What somebody said or wrote that is not clinical. */
  FREE_TEXT(KeyKind.CONTACT),
  /** Why a member of staff decided something about the person. */
  STAFF_REASON(KeyKind.CONTACT),
  /** To whom a report goes: no customer's. */
  RECIPIENT(KeyKind.CONTACT),
  NAME(KeyKind.RECORD),
  BIRTH_DATE(KeyKind.RECORD),
  /** Of the person: identity card, insurance, bank card. */
  ID_NUMBER(KeyKind.RECORD),
  OCCUPATION(KeyKind.RECORD),
  /** Complaints, findings, treatment, and what was answered or advised about them. */
  CLINICAL(KeyKind.RECORD),
  /** Why a person is to be forgotten, or must not be. */
  ERASURE_REASON(KeyKind.RECORD),
  /** What a reader has stated of a read: its purpose, or why it went beyond his sites. */
  READERS_WORDS(KeyKind.RECORD),
  /** More than personal: whoever has it gets the reward. */
  VOUCHER_CODE(KeyKind.RECORD),
  /** What nobody has classified: unknown fields, and types of a source's own. */
  UNCLASSIFIED(KeyKind.RECORD);

  private final KeyKind key;

  FieldClass(KeyKind key) {
    this.key = key;
  }

  /** The person's key that seals it. */
  public KeyKind key() {
    return key;
  }
}
