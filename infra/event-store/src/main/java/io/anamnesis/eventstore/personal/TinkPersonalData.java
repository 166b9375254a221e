package io.anamnesis.eventstore.personal;

import io.anamnesis.events.Sealed;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Personal data sealed by Tink, its keys in schema {@code keys}. */
public final class TinkPersonalData implements PersonalData {

  private TinkPersonalData() {}

  /**
   * Migrates the schema {@code keys} where needed and opens the keys.
   *
   * @param kekFile the key-encryption key; made, readable by its owner alone, where it is absent and no key is wrapped yet
   */
  public static TinkPersonalData open(DataSource database, Path kekFile) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void prepare(Collection<String> subjects) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ObjectNode seal(String subject, String type, ObjectNode clear) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonNode unseal(String subject, JsonNode sealed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<JsonNode> unseal(String subject, Sealed sealed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String contentMac(String subject, byte[] canonicalContent) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] blindIndex(IndexKind kind, String clear) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] sealQuarantine(byte[] clear) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] openQuarantine(byte[] sealed) {
    throw new UnsupportedOperationException();
  }
}
