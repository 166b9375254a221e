package io.anamnesis.query.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Proofs of RFC 6962 over what is sealed. Hashes are in base 64; nothing of an event is told but its hash. */
@RestController
public class ProofController {
  /**
   * @param leaf hash of the event as the log holds it now
   * @param index its position less one
   * @param size of the tree
   * @param path to the root of that tree, the leaf's sibling first
   */
  public record InclusionProof(String leaf, long index, long size, List<String> path) {}

  /** @param path as RFC 6962 orders it; empty where {@code from} is 0 or {@code to} */
  public record ConsistencyProof(long from, long to, List<String> path) {}

  /** @param size that the last checkpoint covers; without it that of the last checkpoint, once it covers the event */
  @GetMapping(path = {AskedLog.LOG + "/proofs/inclusion",
      AskedLog.READS + "/proofs/inclusion"}, produces = MediaType.APPLICATION_JSON_VALUE)
  InclusionProof inclusion(AskedLog of, @RequestParam String eventId, @RequestParam @Nullable String size,
      Freshly asked) {
    StoredEvent event = of.log().find(EventIds.of("eventId", eventId))
        .orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_EVENT).field("eventId").exception());
    long last = of.reads().covering(event.position(), asked.patience()).size();
    long wanted = size == null ? last : SealedReads.size("size", size, last);
    if (wanted < event.position()) {
      throw Problem.of(ProblemType.INVALID).field("size").detail("problem.invalid.size-before", event.position())
          .exception();
    }
    long index = Leaf.indexOf(event.position());
    return new InclusionProof(Leaf.hashOf(event).base64(), index, wanted,
        Hash.base64(of.sealed().inclusion(index, wanted)));
  }

  /** @param to without it the size of the last checkpoint */
  @GetMapping(path = {AskedLog.LOG + "/proofs/consistency",
      AskedLog.READS + "/proofs/consistency"}, produces = MediaType.APPLICATION_JSON_VALUE)
  ConsistencyProof consistency(AskedLog of, @RequestParam String from, @RequestParam @Nullable String to,
      Freshly asked) {
    long last = of.last(asked).size();
    long newer = to == null ? last : SealedReads.size("to", to, last);
    long older = SealedReads.size("from", from, last);
    if (older > newer) {
      throw Problem.of(ProblemType.INVALID).field("from").detail("problem.invalid.size-beyond", newer).exception();
    }
    return new ConsistencyProof(older, newer, Hash.base64(of.sealed().consistency(older, newer)));
  }
}
