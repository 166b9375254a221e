package io.anamnesis.eventstore.proof;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every implementation of the log's proofs must come to, worked out by {@link NaiveTree}, {@link NaiveLeaf} and
 * {@link TestSigner}, and by nothing of the product.
 */
final class ProofVectors {
  static final Path FILE = Path.of("src/test/resources/proof-vectors.json");

  /** Large enough for trees whose right side is complete, nearly so, and a single leaf. */
  private static final int LEAVES = 17;
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode root = JSON.createObjectNode();

  static String text() {
    ProofVectors vectors = new ProofVectors();
    vectors.leaves();
    List<byte[]> hashes = vectors.tree();
    vectors.inclusion(hashes);
    vectors.consistency(hashes);
    vectors.notes(hashes);
    new StatementVectors(hashes).into(vectors.root);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(vectors.root).replace("\r\n", "\n") + "\n";
  }

  private static List<StoredEvent> events() {
    Instant recorded = Instant.parse("2026-03-01T02:15:00.123456Z");
    return List.of(
        new StoredEvent(1, UUID.fromString("6ba7b810-9dad-51d1-80b4-00c04fd430c8"), null, null, "C-0042",
            "purchase.made", 1, Instant.parse("2026-03-01T02:15:00Z"), recorded,
            "{\"purchaseId\":\"P-9\",\"currency\":\"CNY\"}", "{\"source\":\"/his/shanghai\"}"),
        new StoredEvent(2, UUID.fromString("ffffffff-ffff-5fff-bfff-ffffffffffff"), "points:C-0042", 0L, "C-0042",
            "loyalty.points-earned", 3, Instant.parse("2026-03-01T02:15:00Z"), recorded.plusNanos(1000),
            "{\"points\":\"76\",\"note\":\"满月礼 🎁\"}", "{}"),
        new StoredEvent(3, new UUID(0, 0), "programme", Long.MAX_VALUE, null, "loyalty.programme-published", 1,
            Instant.parse("1969-12-31T23:59:59.999999Z"), recorded.plusSeconds(1), "", ""),
        new StoredEvent(Long.MAX_VALUE, new UUID(-1, -1), "", 1L, "", "", Integer.MAX_VALUE,
            Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z"), " { }\n", "\t"));
  }

  private void leaves() {
    ArrayNode leaves = root.putArray("leaves");
    for (StoredEvent event : events()) {
      ObjectNode vector = leaves.addObject();
      ObjectNode told = vector.putObject("event");
      told.put("position", event.position()).put("eventId", event.eventId().toString()).put("stream", event.stream())
          .put("seq", event.seq()).put("subject", event.subject()).put("type", event.type())
          .put("revision", event.revision()).put("occurredAt", event.occurredAt().toString())
          .put("recordedAt", event.recordedAt().toString()).put("metadata", event.metadata())
          .put("payload", event.payload());
      byte[] bytes = NaiveLeaf.of(event);
      vector.put("bytes", HexFormat.of().formatHex(bytes)).put("hash", base64(NaiveTree.leafHash(bytes)));
    }
  }

  private List<byte[]> tree() {
    ArrayNode trees = root.putArray("trees");
    List<byte[]> hashes = new ArrayList<>();
    trees.addObject().put("size", 0).put("root", base64(NaiveTree.root(hashes)));
    for (int i = 0; i < LEAVES; i++) {
      byte[] hash = NaiveTree.leafHash(("leaf " + i).getBytes(StandardCharsets.US_ASCII));
      hashes.add(hash);
      trees.addObject().put("size", i + 1).put("addedLeafHash", base64(hash)).put("root",
          base64(NaiveTree.root(hashes)));
    }
    return hashes;
  }

  private void inclusion(List<byte[]> hashes) {
    ArrayNode vectors = root.putArray("inclusion");
    for (int size : new int[]{1, 2, 7, 8, LEAVES}) {
      List<byte[]> leaves = hashes.subList(0, size);
      for (int index = 0; index < size; index++) {
        List<byte[]> path = NaiveTree.inclusion(index, leaves);
        inclusion(vectors, leaves, index, index, path, true);
        inclusion(vectors, leaves, index, (index + 1) % (size + 1), path, false);
        inclusion(vectors, leaves, index, index, longer(path), false);
        if (!path.isEmpty()) {
          inclusion(vectors, leaves, index, index, path.subList(1, path.size()), false);
          inclusion(vectors, leaves, index, index, altered(path), false);
          // Who ends too early would take any node above for the leaf.
          inclusion(vectors, leaves, NaiveTree.root(leaves), index, List.of(), false);
        }
      }
    }
  }

  private static void inclusion(ArrayNode vectors, List<byte[]> leaves, int leaf, int index, List<byte[]> path,
      boolean holds) {
    inclusion(vectors, leaves, leaves.get(leaf), index, path, holds);
  }

  private static void inclusion(ArrayNode vectors, List<byte[]> leaves, byte[] leaf, int index, List<byte[]> path,
      boolean holds) {
    ObjectNode vector = vectors.addObject().put("leaf", base64(leaf)).put("index", index)
        .put("size", leaves.size()).put("root", base64(NaiveTree.root(leaves)));
    path(vector, path);
    vector.put("holds", holds);
  }

  private void consistency(List<byte[]> hashes) {
    ArrayNode vectors = root.putArray("consistency");
    for (int to : new int[]{1, 2, 7, 8, LEAVES}) {
      for (int from = 0; from <= to; from++) {
        List<byte[]> path = NaiveTree.consistency(from, hashes.subList(0, to));
        byte[] fromRoot = NaiveTree.root(hashes.subList(0, from));
        byte[] toRoot = NaiveTree.root(hashes.subList(0, to));
        consistency(vectors, from, fromRoot, to, toRoot, path, true);
        consistency(vectors, from, NaiveTree.sha256(fromRoot), to, toRoot, path, false);
        consistency(vectors, from, fromRoot, to, NaiveTree.sha256(toRoot), path, from == 0 && path.isEmpty());
        consistency(vectors, from, fromRoot, to, toRoot, longer(path), false);
        if (!path.isEmpty()) {
          consistency(vectors, from, fromRoot, to, toRoot, altered(path), false);
        }
      }
    }
  }

  private static void consistency(ArrayNode vectors, int from, byte[] fromRoot, int to, byte[] toRoot,
      List<byte[]> path, boolean holds) {
    ObjectNode vector = vectors.addObject().put("from", from).put("fromRoot", base64(fromRoot)).put("to", to)
        .put("toRoot", base64(toRoot));
    path(vector, path);
    vector.put("holds", holds);
  }

  private void notes(List<byte[]> hashes) {
    String text = TestSigner.LOG.name() + "\n" + LEAVES + "\n" + base64(NaiveTree.root(hashes))
        + "\ntime 2026-03-01T02:15:01.5Z\n";
    // Java writes fractions of seconds in groups of three digits.
    String checkpoint = text.replace("01.5Z", "01.500Z");
    String signed = checkpoint + "\n" + TestSigner.LOG.line(checkpoint);
    ArrayNode notes = root.putArray("checkpoints");
    note(notes, "signed by the log", signed, true, false);
    note(notes, "cosigned by a witness",
        signed + TestSigner.WITNESS.cosignatureLine(checkpoint, 1_772_331_302L), true, true);
    note(notes, "one leaf more than was signed", signed.replace("\n17\n", "\n18\n"), false, false);
    note(notes, "another time than was signed", signed.replace("01.500Z", "01.501Z"), false, false);
    note(notes, "cosigned for other text", signed + TestSigner.WITNESS.cosignatureLine(checkpoint + "x\n", 1), true,
        false);
    note(notes, "signed by a witness alone",
        checkpoint + "\n" + TestSigner.WITNESS.cosignatureLine(checkpoint, 1), false, true);
  }

  private static void note(ArrayNode notes, String about, String note, boolean isSigned, boolean isCosigned) {
    notes.addObject().put("about", about).put("note", note).put("logKey", TestSigner.LOG.vkey())
        .put("witnessKey", TestSigner.WITNESS.vkey()).put("signed", isSigned).put("cosigned", isCosigned);
  }

  private static void path(ObjectNode vector, List<byte[]> path) {
    ArrayNode hashes = vector.putArray("path");
    path.forEach(hash -> hashes.add(base64(hash)));
  }

  private static List<byte[]> longer(List<byte[]> path) {
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(NaiveTree.sha256());
    return longer;
  }

  private static List<byte[]> altered(List<byte[]> path) {
    List<byte[]> altered = new ArrayList<>(path);
    altered.set(path.size() - 1, NaiveTree.sha256(path.getLast()));
    return altered;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
