package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.opening.OpeningBatch.State;
import io.anamnesis.command.loyalty.opening.OpeningUpload.Balance;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceProposed;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesRejected;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesSubmitted;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The streams {@code opening-balances:<reference>}: what is uploaded, and what is decided on it, each in one append. A batch is
 * known by the log alone, as it stands at the moment of asking; of two who decide at once the second finds the first's.
 */
final class OpeningBalances {
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final LogRegister<Map<String, OpeningBatch>> batches;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  OpeningBalances(EventLog log, LogTail tail, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
    this.batches = new LogRegister<>(log, tail, decoder, Set.of(OpeningBalancesSubmitted.class,
        OpeningBalancesApproved.class, OpeningBalancesRejected.class), Map.of(), OpeningBatch::with);
  }

  /** Who does what, and when. */
  record Act(StaffId by, Instant at) {}

  /** @param recorded whether it was now */
  record Submitted(OpeningBatch batch, boolean recorded) {}

  List<OpeningBatch> all() {
    return List.copyOf(batches.now().values());
  }

  boolean isRecorded(String reference) {
    return batches.now().containsKey(reference);
  }

  /** @throws ProblemException {@code unknown-opening-balances} */
  OpeningBatch known(String reference) {
    return Optional.ofNullable(batches.now().get(reference))
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_OPENING_BALANCES));
  }

  /**
   * Records an upload; the same once more changes nothing.
   *
   * @param content tells it from another one under the same reference
   * @throws ProblemException {@code opening-balances-exist} for other content
   */
  Submitted submit(OpeningUpload upload, String content, Act act) {
    OpeningBatch before = batches.now().get(upload.reference());
    boolean recorded = before == null && append(proposed(upload, content, act));
    OpeningBatch batch = known(upload.reference());
    if (!content.equals(batch.content())) {
      throw Problem.of(ProblemType.OPENING_BALANCES_EXIST).field("reference").exception();
    }
    return new Submitted(batch, recorded);
  }

  private List<NewEvent> proposed(OpeningUpload upload, String content, Act act) {
    String stream = OpeningBatch.stream(upload.reference());
    Writing writing = new Writing(stream, 0, act);
    writing.add(null, new OpeningBalancesSubmitted(upload.reference(), upload.system(), upload.balances().size(),
        upload.lots(), upload.total(), act.by()), content);
    for (Balance balance : upload.balances()) {
      writing.add(balance.customer(),
          new OpeningBalanceProposed(upload.reference(), balance.line(), balance.lots(), balance.total()), null);
    }
    return writing.events;
  }

  /**
   * Approves a batch: one approval a customer, which the booking follows from.
   *
   * @throws Refused as {@link OpeningBatch#takes}
   */
  OpeningBatch approve(String reference, Act act) {
    while (true) {
      OpeningBatch batch = known(reference);
      if (!batch.takes(State.APPROVED, act.by()) || append(approvals(batch, act))) {
        return known(reference);
      }
    }
  }

  private List<NewEvent> approvals(OpeningBatch batch, Act act) {
    String reference = batch.submitted().reference();
    Writing writing = new Writing(OpeningBatch.stream(reference), batch.nextSeq(), act);
    writing.add(null, new OpeningBalancesApproved(reference, act.by()), null);
    for (Recorded line : proposals(batch, 0, batch.submitted().customers())) {
      if (line.event() instanceof OpeningBalanceProposed proposed) {
        writing.add(line.subject(), new OpeningBalanceApproved(reference, proposed.lots(), proposed.total(),
            batch.submitted().by(), act.by()), null);
      }
    }
    return writing.events;
  }

  /** @throws Refused as {@link OpeningBatch#takes} */
  OpeningBatch reject(String reference, Act act) {
    while (true) {
      OpeningBatch batch = known(reference);
      Writing writing = new Writing(OpeningBatch.stream(reference), batch.nextSeq(), act);
      writing.add(null, new OpeningBalancesRejected(reference, act.by()), null);
      if (!batch.takes(State.REJECTED, act.by()) || append(writing.events)) {
        return known(reference);
      }
    }
  }

  /**
   * Proposals of a batch, in the order of its lines.
   *
   * @param from number of the first, from 0
   */
  List<Recorded> proposals(OpeningBatch batch, long from, int most) {
    int last = (int) Math.min(most, batch.submitted().customers() - from);
    return read(OpeningBatch.stream(batch.submitted().reference()), from + 1, last);
  }

  /** Approvals of a batch, in the order of its lines; none before it is approved. */
  List<Recorded> approvals(OpeningBatch batch) {
    return batch.state() == State.APPROVED
        ? read(OpeningBatch.stream(batch.submitted().reference()), batch.nextSeq() + 1, batch.submitted().customers())
        : List.of();
  }

  private List<Recorded> read(String stream, long from, int count) {
    List<Recorded> events = new ArrayList<>();
    while (events.size() < count) {
      List<StoredEvent> page = log.readStream(stream, from + events.size(), Math.min(PAGE, count - events.size()));
      if (page.isEmpty()) {
        throw new IllegalStateException("the stream of a batch ends too early");
      }
      page.forEach(event -> events.add(decoder.decode(event)));
    }
    return events;
  }

  /** @return false where somebody else was first */
  private boolean append(List<NewEvent> events) {
    return switch (log.append(new Append(events))) {
      case Outcome.Appended recorded -> true;
      case Outcome.Conflict moved -> false;
      case Outcome.Unknown lost -> throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception();
      case Outcome.Duplicate impossible -> throw new IllegalStateException("a fresh id is in the log already");
    };
  }

  /** The events of one append; all but the first are caused by the first. */
  private final class Writing {
    private final List<NewEvent> events = new ArrayList<>();
    private final String stream;
    private final long first;
    private final Act act;

    Writing(String stream, long first, Act act) {
      this.stream = stream;
      this.first = first;
      this.act = act;
    }

    private void add(@Nullable String subject, CustomerEvent event, @Nullable String content) {
      EventDescriptor type = EventCatalogue.standard().of(event.getClass());
      UUID cause = events.isEmpty() ? null : events.getFirst().eventId();
      Metadata metadata = Metadata.ofDecision(cause, null, act.by().value()).with(content);
      events.add(new NewEvent(UUID.randomUUID(), stream, first + events.size(), subject, type.type(), type.revision(),
          act.at(), codec.encode(event), EventDecoder.encode(metadata)));
    }
  }
}
