package io.anamnesis.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The stable type name of a fact, to the letter as CloudEvents carry it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Fact {
  String value();

  /** The newest revision of the payload; older ones reach it through an {@link Upcaster}. */
  int revision() default 1;

  /** True for what concerns a site and no customer: its subject is {@code site:<site>}. */
  boolean ofSite() default false;
}
