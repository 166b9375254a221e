package io.anamnesis.query.loyalty;

import java.time.Instant;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.projections.LogRegister;

/**
 * What levels take and give, by version of the programme. A published version never changes: an answer by one is the same for
 * ever.
 */
public interface LevelTerms {

  /** The version of a name that a decision was taken by. */
  Programme of(String version);

  /** The version in force at an instant. */
  Programme inForceAt(Instant instant);

  /** The version in force at an instant for what is recorded at a position. */
  Programme inForceAt(Instant instant, long position);

  /** One programme, always. */
  static LevelTerms of(Programme programme) {
    return new LevelTerms() {
      @Override
      public Programme of(String version) {
        return programme;
      }

      @Override
      public Programme inForceAt(Instant instant) {
        return programme;
      }

      @Override
      public Programme inForceAt(Instant instant, long position) {
        return programme;
      }
    };
  }

  /** The versions that the log tells. */
  static LevelTerms of(LogRegister<Programmes> programmes) {
    return new LevelTerms() {
      @Override
      public Programme of(String version) {
        // Known as published it will do, as it never changes any more: a read need not ask the log how far it has come.
        return programmes.upTo(0).published(version).or(() -> programmes.now().published(version))
            .orElseThrow(() -> new IllegalStateException("a level was decided by an unknown version of the programme"));
      }

      @Override
      public Programme inForceAt(Instant instant) {
        return programmes.now().inForceAt(instant, Long.MAX_VALUE);
      }

      @Override
      public Programme inForceAt(Instant instant, long position) {
        return programmes.upTo(position - 1).inForceAt(instant, position);
      }
    };
  }
}
