package io.anamnesis.eventstore.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors are checked in, for other languages too; {@code mvn test -Dregenerate} writes them anew. */
class ProofVectorsTest {
  private static JsonNode vectors = JsonMapper.shared().createObjectNode();

  @BeforeAll
  static void read() throws IOException {
    if (System.getProperty("regenerate") != null) {
      Files.createDirectories(ProofVectors.FILE.toAbsolutePath().getParent());
      Files.writeString(ProofVectors.FILE, ProofVectors.text());
    }
    vectors = JsonMapper.shared().readTree(Files.readString(ProofVectors.FILE));
  }

  @Test
  void the_file_holds_what_is_worked_out_without_the_product() {
    assertThat(ProofVectors.FILE)
        .as("regenerate with: mvn test -pl infra/event-store -am -Dtest=ProofVectorsTest -Dregenerate")
        .hasContent(ProofVectors.text());
  }

  @Test
  void an_event_has_the_bytes_and_the_hash_of_its_vector() {
    assertThat(vectors.get("leaves")).isNotEmpty().allSatisfy(vector -> {
      StoredEvent event = event(vector.get("event"));
      assertThat(HexFormat.of().formatHex(Leaf.bytesOf(event))).isEqualTo(vector.get("bytes").asString());
      assertThat(Leaf.hashOf(event)).isEqualTo(hash(vector.get("hash")));
    });
  }

  @Test
  void a_tree_has_the_root_of_its_vector() {
    List<Hash> leaves = new ArrayList<>();
    assertThat(vectors.get("trees")).isNotEmpty().allSatisfy(vector -> {
      if (vector.has("addedLeafHash")) {
        leaves.add(hash(vector.get("addedLeafHash")));
      }
      assertThat(leaves).hasSize(vector.get("size").asInt());
      assertThat(MerkleTree.root(leaves)).isEqualTo(hash(vector.get("root")));
    });
  }

  @Test
  void a_proof_of_inclusion_holds_where_its_vector_says_so_and_nowhere_else() {
    assertThat(vectors.get("inclusion")).isNotEmpty()
        .allSatisfy(vector -> assertThat(Inclusion.verify(hash(vector.get("leaf")), vector.get("index").asLong(),
            vector.get("size").asLong(), path(vector), hash(vector.get("root")))).as(vector.toString())
            .isEqualTo(vector.get("holds").asBoolean()));
  }

  @Test
  void a_proof_of_consistency_holds_where_its_vector_says_so_and_nowhere_else() {
    assertThat(vectors.get("consistency")).isNotEmpty()
        .allSatisfy(vector -> assertThat(Consistency.verify(vector.get("from").asLong(), hash(vector.get("fromRoot")),
            vector.get("to").asLong(), hash(vector.get("toRoot")), path(vector))).as(vector.toString())
            .isEqualTo(vector.get("holds").asBoolean()));
  }

  @Test
  void a_checkpoint_is_signed_and_cosigned_where_its_vector_says_so_and_nowhere_else() {
    assertThat(vectors.get("checkpoints")).isNotEmpty().allSatisfy(vector -> {
      SignedNote note = SignedNote.parse(vector.get("note").asString());
      assertThat(note.note()).isEqualTo(vector.get("note").asString());
      assertThat(note.isSignedBy(VerifierKey.parse(vector.get("logKey").asString())))
          .isEqualTo(vector.get("signed").asBoolean());
      assertThat(note.cosignedBy(VerifierKey.parse(vector.get("witnessKey").asString())).isPresent())
          .isEqualTo(vector.get("cosigned").asBoolean());
    });
  }

  @Test
  void statements_follow_each_other_where_their_vector_says_so_and_nowhere_else() {
    assertThat(vectors.get("statements")).isNotEmpty().allSatisfy(vector -> {
      VerifierKey sole = VerifierKey.parse(vector.get("key").asString());
      String notes = vector.get("notes").asString();
      if (!vector.get("holds").asBoolean()) {
        assertThatThrownBy(() -> Succession.of(SignedNote.parseAll(notes), sole)).as(vector.toString())
            .isInstanceOf(MalformedProof.class);
        return;
      }
      Succession succession = Succession.of(SignedNote.parseAll(notes), sole);
      assertThat(SignedNote.all(succession.notes())).isEqualTo(notes);
      assertThat(succession.current().text()).isEqualTo(vector.get("current").asString());
      assertThat(succession.epoch()).isEqualTo(vector.get("epoch").asLong());
      vector.get("checkpoints").forEach(told -> {
        SignedNote note = SignedNote.parse(told.get("note").asString());
        assertThat(succession.signed(note, Checkpoint.parse(note.text()))).as(told.toString())
            .isEqualTo(told.get("signed").asBoolean());
      });
    });
  }

  private static StoredEvent event(JsonNode told) {
    return new StoredEvent(told.get("position").asLong(), UUID.fromString(told.get("eventId").asString()),
        text(told.get("stream")), told.get("seq").isNull() ? null : told.get("seq").asLong(),
        text(told.get("subject")), told.get("type").asString(), told.get("revision").asInt(),
        Instant.parse(told.get("occurredAt").asString()), Instant.parse(told.get("recordedAt").asString()),
        told.get("payload").asString(), told.get("metadata").asString());
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asString();
  }

  private static List<Hash> path(JsonNode vector) {
    return vector.get("path").valueStream().map(ProofVectorsTest::hash).toList();
  }

  private static Hash hash(JsonNode node) {
    return Hash.parse(node.asString());
  }
}
