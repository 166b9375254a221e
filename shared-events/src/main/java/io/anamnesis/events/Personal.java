package io.anamnesis.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of type {@link Sealed}, in an event or in an answer: personal data, stored as ciphertext under the person's key
 * that its class names, and shown to whom the masking table lets see that class. What the source sent in clear must have the given
 * {@link Format}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Personal {
  FieldClass value();

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
