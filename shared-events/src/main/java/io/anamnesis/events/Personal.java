package io.anamnesis.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of type {@link Sealed}: personal data, stored as ciphertext under the named key of the person. What
 * the source sent in clear must have the given {@link Format}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {
  KeyKind value();

  Format format() default Format.TEXT;

  /** What a personal value must look like before it is sealed. */
  enum Format {
    /** A JSON string. */
    TEXT,
    /** A JSON string holding an ISO-8601 calendar date. */
    DATE,
    /** Any JSON value. */
    ANY
  }
}
