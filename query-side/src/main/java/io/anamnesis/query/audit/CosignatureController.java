package io.anamnesis.query.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.NoteSignature;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Takes what witnesses say of a checkpoint, so that whoever reads it later sees that others saw it too. */
@RestController
public class CosignatureController {
  private static final int MOST_BYTES = 1 << 16;

  private final Witnesses witnesses;

  public CosignatureController(Witnesses witnesses) {
    this.witnesses = witnesses;
  }

  /**
   * @param body a checkpoint of this log, as it was read, with a cosignature of a witness that is known here (C2SP
   *        tlog-cosignature, {@code cosignature/v1}); other signatures are passed over
   */
  @PostMapping(path = {AskedLog.LOG + "/cosignatures", AskedLog.READS + "/cosignatures"}, consumes = "text/plain")
  ResponseEntity<Void> cosign(AskedLog of, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Problem.of(ProblemType.TOO_LARGE).exception();
    }
    // UTF-8 whatever the header says, as a note is nothing else.
    SignedNote note = noteOf(new String(bytes, StandardCharsets.UTF_8));
    SealedCheckpoint own = ownOf(note, of.sealed());
    List<VerifierKey> known = witnesses.namedIn(note);
    if (known.isEmpty()) {
      throw Problem.of(ProblemType.UNKNOWN_WITNESS).exception();
    }
    if (known.stream().anyMatch(witness -> note.cosignedBy(witness).isEmpty())) {
      throw Problem.of(ProblemType.INVALID).field("cosignature").detail("problem.invalid.cosignature").exception();
    }
    known.forEach(witness -> of.sealed().cosign(own.size(), witness, lineOf(note, witness)));
    return ResponseEntity.status(HttpStatus.NO_CONTENT).build();
  }

  private static SignedNote noteOf(String body) {
    try {
      SignedNote note = SignedNote.parse(body);
      Checkpoint.parse(note.text());
      return note;
    } catch (MalformedProof otherForm) {
      throw Problem.of(ProblemType.MALFORMED).detail("problem.malformed.checkpoint").exception();
    }
  }

  private static SealedCheckpoint ownOf(SignedNote note, SealedLog sealed) {
    return sealed.atOrAfter(Checkpoint.parse(note.text()).size()).filter(own -> own.note().text().equals(note.text()))
        .orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_CHECKPOINT).exception());
  }

  private static NoteSignature lineOf(SignedNote note, VerifierKey witness) {
    return note.signatures().stream().filter(signature -> signature.isOf(witness)).findFirst().orElseThrow();
  }
}
