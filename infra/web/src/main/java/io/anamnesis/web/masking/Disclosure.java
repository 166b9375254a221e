package io.anamnesis.web.masking;

/** What a role is shown of a class of fields in a resource. */
public enum Disclosure {
  /** The value, as long as its key is there. */
  CLEAR,
  /** The value; masked once the person's record is restricted. */
  UNTIL_RESTRICTED,
  /** The value, restricted or not, to who states a purpose; masked without one. */
  WITH_PURPOSE,
  /** That there is something. */
  MASKED,
  /** Of a customer's number: a word that stands for it in all that leaves for analysis. */
  PSEUDONYM,
  /** The resource holds no such field. What is in it all the same is masked. */
  ABSENT,
  /** The role is not let in. */
  REFUSED
}
