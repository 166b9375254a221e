package io.anamnesis.standalone.acceptance;

import io.anamnesis.eventstore.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What {@code docs/reference/leaf.md} says of marks, once more and from the page alone. */
final class Marks {
  private Marks() {}

  /** Of each ciphertext of the event where it stands, and whether it bears the mark of that place. */
  static Map<String, Boolean> of(StoredEvent event) {
    Map<String, Boolean> all = new TreeMap<>();
    each(event, "", Facts.parse(event.payload()), all);
    each(event, "metadata", Facts.parse(event.metadata()), all);
    return all;
  }

  private static void each(StoredEvent event, String at, JsonNode tree, Map<String, Boolean> all) {
    if (tree.isObject() && tree.size() == 1 && tree.has("~")) {
      String[] parts = tree.get("~").asString().split("\\.");
      all.put(at, parts.length == 3 && parts[1].equals(mark(event, at)));
      return;
    }
    tree.properties().forEach(member -> each(event, at + "/" + member.getKey(), member.getValue(), all));
    for (int i = 0; tree.isArray() && i < tree.size(); i++) {
      each(event, at + "/" + i, tree.get(i), all);
    }
  }

  private static String mark(StoredEvent event, String at) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream place = new DataOutputStream(bytes)) {
      place.writeBytes("anamnesis-place/v1\n");
      place.writeLong(event.eventId().getMostSignificantBits());
      place.writeLong(event.eventId().getLeastSignificantBits());
      text(place, event.type());
      place.writeInt(event.revision());
      text(place, at);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (NoSuchAlgorithmException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void text(DataOutputStream place, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    place.writeInt(bytes.length);
    place.write(bytes);
  }
}
