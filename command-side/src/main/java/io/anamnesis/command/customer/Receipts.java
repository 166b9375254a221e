package io.anamnesis.command.customer;

import io.anamnesis.command.customer.Receipt.Kept;
import io.anamnesis.command.customer.Receipt.Place;
import io.anamnesis.command.customer.Receipt.State;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import io.anamnesis.projections.Forgetting;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Writes receipts: place by place what an erasure has done, what it waits for, and what it leaves as it is. */
final class Receipts {
  static final String BUNDLE = "io/anamnesis/command/customer/erasure";

  private final Forgetting forgetting;
  private final Messages messages;

  Receipts(Forgetting forgetting, Messages messages) {
    this.forgetting = forgetting;
    this.messages = messages;
  }

  /** Whether nothing is left to be done now. */
  boolean isSettled(String customer, Erasure erasure, Instant now) {
    return erasure.next(now).isEmpty() && erasure.areForgotten() && haveViewsForgotten(customer, erasure);
  }

  /** @param erasure one that was asked for */
  Receipt of(String customer, Erasure erasure, Language language) {
    Progress contact = Progress.of(erasure, KeyKind.CONTACT);
    Progress record = Progress.of(erasure, KeyKind.RECORD);
    Progress both = contact.and(record);
    Progress memory = Progress.inMemory(erasure);
    Progress views = haveViewsForgotten(customer, erasure) ? memory : memory.and(Progress.WAITING);
    OptionalLong reached = forgetting.reached();
    Progress rotation = both.state() == State.DONE ? Progress.WAITING : both.and(Progress.WAITING);
    Places places = new Places(messages, language);
    State state = views.state();
    return new Receipt(customer, Objects.requireNonNull(erasure.request()).at(), state, Kept.of(erasure.retention()),
        List.of(places.of("contact-key", contact), places.of("record-key", record, basis(erasure)),
            places.of("log", both),
            places.of("read-models", views, Long.toString(reached.orElse(0)), Long.toString(erasure.position())),
            places.of("search", views), places.of("snapshots", both),
            places.of("quarantine", contact, Long.toString(quarantined(erasure))), places.of("memory", memory),
            places.of("database-files", rotation), places.of("log-backups", both), places.of("key-backups", rotation),
            places.of("exports", Progress.KEPT), places.of("reads", Progress.KEPT),
            places.of("figures", Progress.KEPT)));
  }

  private boolean haveViewsForgotten(String customer, Erasure erasure) {
    OptionalLong reached = forgetting.reached();
    return (reached.isEmpty() || reached.getAsLong() >= erasure.position()) && !forgetting.isStuck(customer);
  }

  private static String basis(Erasure erasure) {
    return erasure.destroyed(KeyKind.RECORD) != null
        ? "destroyed"
        : erasure.retention().basis().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long quarantined(Erasure erasure) {
    long lines = 0;
    for (KeyKind kind : KeyKind.values()) {
      KeyDestroyed gone = erasure.destroyed(kind);
      lines += gone == null ? 0 : gone.quarantined();
    }
    return lines;
  }

  /** Places in the words of a language. */
  private record Places(Messages messages, Language language) {
    Place of(String place, Progress progress) {
      return told(place, "erasure.note." + place, progress);
    }

    /** @param first chooses among notes where there are several; else it is what the note says */
    Place of(String place, Progress progress, String first, Object... more) {
      String chosen = "erasure.note." + place + "." + first;
      return messages.has(chosen)
          ? told(place, chosen, progress, more)
          : told(place, "erasure.note." + place, progress,
              Stream.concat(Stream.of(first), Stream.of(more)).toArray());
    }

    private Place told(String place, String note, Progress progress, Object... arguments) {
      return new Place(place, messages.text(language, "erasure.place." + place), progress.state(), progress.at(),
          progress.until(), messages.text(language, note, arguments));
    }
  }
}
