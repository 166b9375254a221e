package io.anamnesis.query.audit;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.Tile;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** The log as C2SP tlog-tiles gives it: its public keys, its checkpoints, its tiles; and what it states beside them. */
@RestController
public class LogController {
  private static final String PLAIN = "text/plain;charset=utf-8";
  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** The key of the last checkpoint, as a C2SP vkey. Who checks the log against its owner has it from elsewhere. */
  @GetMapping(path = {AskedLog.LOG + "/key", AskedLog.READS + "/key"}, produces = PLAIN)
  String key(AskedLog of) {
    return of.reads().covering(0, Duration.ofSeconds(2)).key().text() + "\n";
  }

  /**
   * Every key that the log was ever signed with, as C2SP vkeys, the first first and the one that signs next last; from which
   * checkpoint on each counts is told by {@link #statements}.
   */
  @GetMapping(path = {AskedLog.LOG + "/keys", AskedLog.READS + "/keys"}, produces = PLAIN)
  ResponseEntity<String> keys(AskedLog of) {
    List<SignedNote> statements = of.sealed().statements();
    SealedCheckpoint last = of.reads().covering(0, Duration.ofSeconds(2));
    return noStore(Succession.of(statements, last.key()).keys().stream().map(key -> key + "\n").collect(joining()));
  }

  /** What the log has stated beside its checkpoints: signed notes, an empty line between each; empty where it is nothing. */
  @GetMapping(path = {AskedLog.LOG + "/statements", AskedLog.READS + "/statements"}, produces = PLAIN)
  ResponseEntity<String> statements(AskedLog of) {
    return noStore(SignedNote.all(of.sealed().statements()));
  }

  private static ResponseEntity<String> noStore(String text) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(text);
  }

  /**
   * A signed note: origin, size, root, time, signatures of the log and of witnesses.
   *
   * @param size of the checkpoint; without it the last one, that covers what the consistency token names
   */
  @GetMapping(path = {AskedLog.LOG + "/checkpoint", AskedLog.READS + "/checkpoint"}, produces = PLAIN)
  ResponseEntity<String> checkpoint(AskedLog of, @RequestParam @Nullable String size, Freshly asked) {
    SealedCheckpoint checkpoint = size == null ? of.last(asked) : of.reads().ofSize(size);
    return noStore(checkpoint.note().note());
  }

  /** @param path {@code /<L>/<N>} of a full tile, or {@code /<L>/<N>.p/<W>} */
  @GetMapping(path = {AskedLog.LOG + "/tile/{*path}",
      AskedLog.READS + "/tile/{*path}"}, produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> tile(AskedLog of, @PathVariable String path) {
    byte[] hashes = of.sealed().tile(tileOf(path)).orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_TILE).exception());
    return ResponseEntity.ok().cacheControl(CacheControl.maxAge(FOR_EVER).cachePrivate().immutable()).body(hashes);
  }

  private static Tile tileOf(String path) {
    try {
      return Tile.parse(path.substring(1));
    } catch (MalformedProof otherForm) {
      throw Problem.of(ProblemType.UNKNOWN_TILE).exception();
    }
  }
}
