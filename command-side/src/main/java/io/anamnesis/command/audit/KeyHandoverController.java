package io.anamnesis.command.audit;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.KeyHandover;
import io.anamnesis.eventstore.sealing.KeyRotation;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has the log handed over to a new signing key, which nobody but the sealer reads. */
@RestController
public class KeyHandoverController {
  static final String PATH = "/api/v1/audit/log/key/handovers";

  private final KeyRotation rotation;

  public KeyHandoverController(KeyRotation rotation) {
    this.rotation = rotation;
  }

  /**
   * @param number of the statement, from 1 on
   * @param from the key that signed checkpoints up to {@code size}
   * @param to the key that signs those that follow
   */
  public record Answer(long number, String from, String to, long size, Instant time) {
    static Answer of(KeyHandover handover) {
      return new Answer(handover.number(), handover.from().text(), handover.to().text(), handover.at().size(),
          handover.time());
    }
  }

  /** Each call makes another key: it is not to be repeated where its answer got lost, but looked after in the statements. */
  @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> handOver() {
    try {
      return ResponseEntity.status(HttpStatus.CREATED).body(Answer.of(rotation.rotate()));
    } catch (LogAltered found) {
      throw Problem.of(ProblemType.LOG_ALTERED).member("finding", found.finding().name())
          .member("position", found.position()).exception();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable(stopped);
    }
  }
}
