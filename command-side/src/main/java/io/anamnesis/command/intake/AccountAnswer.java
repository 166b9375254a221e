package io.anamnesis.command.intake;

import io.anamnesis.web.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch or a stream.
 *
 * @param position the highest of this request's facts, accepted or there before; the end of the log if there is none
 * @param errors the first 100; the counts are whole
 */
record AccountAnswer(long accepted, long duplicates, long rejected, long position, List<Refused> errors) {

  static AccountAnswer of(Account account, long position, Wording wording, Language language) {
    return new AccountAnswer(account.accepted(), account.duplicates(), account.rejected(),
        position,
        account.errors().stream()
            .map(rejection -> new Refused(rejection.raw().line(), rejection.id(), rejection.code().code(),
                rejection.field(),
                wording.message(language, rejection.code(), rejection.field(), rejection.expected())))
            .toList());
  }

  /**
   * Why an event was not taken.
   *
   * @param line from 1
   * @param id the event's own, where it could be read
   */
  record Refused(long line, @Nullable String id, String code, @Nullable String field, String message) {}
}
