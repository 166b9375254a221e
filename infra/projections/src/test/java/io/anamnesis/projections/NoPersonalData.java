package io.anamnesis.projections;

import io.anamnesis.events.Sealed;
import io.anamnesis.events.Shape;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** For views without lookups: whoever asks for a key is wrong. */
final class NoPersonalData implements PersonalData {

  @Override
  public void prepare(Collection<String> subjects) {
    throw new AssertionError();
  }

  @Override
  public ObjectNode seal(String subject, Place place, ObjectNode clear) {
    throw new AssertionError();
  }

  @Override
  public ObjectNode seal(String subject, Place place, Shape.Members shape, ObjectNode clear) {
    throw new AssertionError();
  }

  @Override
  public JsonNode bind(String subject, Place place, JsonNode sealed) {
    throw new AssertionError();
  }

  @Override
  public JsonNode unseal(String subject, JsonNode sealed) {
    throw new AssertionError();
  }

  @Override
  public Optional<JsonNode> unseal(String subject, Sealed sealed) {
    throw new AssertionError();
  }

  @Override
  public Optional<String> contentMac(String subject, byte[] canonicalContent) {
    throw new AssertionError();
  }

  @Override
  public byte[] blindIndex(IndexKind kind, String clear) {
    throw new AssertionError();
  }

  @Override
  public String pseudonym(String subject) {
    throw new AssertionError();
  }

  @Override
  public String conceal(String text) {
    throw new AssertionError();
  }

  @Override
  public Optional<String> disclose(String concealed) {
    throw new AssertionError();
  }

  @Override
  public byte[] sealQuarantine(byte[] clear) {
    throw new AssertionError();
  }

  @Override
  public byte[] openQuarantine(byte[] sealed) {
    throw new AssertionError();
  }
}
