package io.anamnesis.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The stable type name, {@code <capability>.<name>}, of a decision taken by this system. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Decision {
  String value();

  int revision() default 1;

  /** False for what concerns no customer, and has no subject. */
  boolean ofCustomer() default true;
}
