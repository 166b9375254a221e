package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.opening.OpeningFault.Kind;
import io.anamnesis.command.loyalty.opening.OpeningUpload.Balance;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads an uploaded batch: NDJSON, first {@code {reference, system, total}}, then {@code {customer, total, lots}} a line. All of
 * it is judged, whatever is wrong with some of it: who mends a file wants to hear of everything at once. But of lines that a batch
 * cannot hold nothing is looked at: they are counted, or else an upload would cost as much room and as many queries as it likes.
 */
final class OpeningReader {
  /** As many go into the log in one append. */
  static final int MOST_CUSTOMERS = 10_000;
  static final int MOST_LOTS = 500;
  static final long MOST_POINTS = 1_000_000_000;
  static final long HIGHEST_TOTAL = 1_000_000_000_000_000L;
  static final int LONGEST_SYSTEM = 200;
  /** Bytes; as many lots as are taken need a third of it. */
  static final int LONGEST_LINE = 256 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Moment moment;
  private final OpeningFaults faults = new OpeningFaults();
  private final List<Balance> balances = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private String reference = "";
  private String system = "";
  private long declared;
  private boolean begun;
  /** Whether the batch was recorded before: then the moment has judged it already. */
  private boolean repeated;
  private int customers;

  /**
   * What came of it.
   *
   * @param upload empty where there are faults
   */
  record Read(Optional<OpeningUpload> upload, OpeningFaults faults) {}

  /**
   * What the same file may pass now and fail later. It holds against a new batch alone: whoever was not told what came of an
   * upload sends it again, and must hear of what was recorded, though a lot has expired since.
   *
   * @param batch whether one is recorded under a reference
   * @param customer whether anything was recorded about one
   * @param now lots that have expired by then are refused: an older system does not count them either, and who counts them
   *     is to say so
   */
  record Moment(Predicate<String> batch, Predicate<String> customer, Instant now) {}

  private OpeningReader(Moment moment) {
    this.moment = moment;
  }

  static Read read(byte[] ndjson, Moment moment) {
    OpeningReader reader = new OpeningReader(moment);
    reader.takeAll(ndjson);
    reader.end();
    Optional<OpeningUpload> upload = reader.faults.count() > 0
        ? Optional.empty()
        : Optional.of(new OpeningUpload(reader.reference, reader.system, reader.declared,
            List.copyOf(reader.balances)));
    return new Read(upload, reader.faults);
  }

  /** Lines end with LF or CR LF; blank ones count as lines. */
  private void takeAll(byte[] ndjson) {
    int line = 1;
    int from = Arrays.mismatch(ndjson, BYTE_ORDER_MARK) >= BYTE_ORDER_MARK.length ? BYTE_ORDER_MARK.length : 0;
    for (int at = from; at <= ndjson.length; at++) {
      if (at == ndjson.length || ndjson[at] == '\n') {
        byte[] content = Arrays.copyOfRange(ndjson, from, at);
        if (!isBlank(content)) {
          take(line, content);
        }
        line++;
        from = at + 1;
      }
    }
  }

  private static boolean isBlank(byte[] content) {
    for (byte one : content) {
      if (one != ' ' && one != '\t' && one != '\r') {
        return false;
      }
    }
    return true;
  }

  private void take(int line, byte[] content) {
    boolean first = !begun;
    begun = true;
    if (!first && ++customers > MOST_CUSTOMERS) {
      return;
    }
    if (content.length > LONGEST_LINE) {
      faults.add(OpeningFault.of(line, null, Kind.TOO_LONG, LONGEST_LINE, MOST_LOTS));
      return;
    }
    OpeningLine object;
    try {
      JsonNode read = EventCodec.outside().readTree(content);
      object = new OpeningLine(line, "", read, faults);
    } catch (JacksonException unreadable) {
      faults.add(OpeningFault.of(line, null, Kind.MALFORMED));
      return;
    }
    if (object.isObject()) {
      if (first) {
        declaration(object);
      } else {
        balance(line, object);
      }
    }
  }

  private void declaration(OpeningLine object) {
    object.hasOnly(Set.of("reference", "system", "total"));
    reference = object.name("reference").orElse("");
    repeated = !reference.isEmpty() && moment.batch().test(reference);
    system = object.text("system", LONGEST_SYSTEM).orElse("");
    declared = object.number("total", 1, HIGHEST_TOTAL).orElse(-1L);
  }

  private void balance(int line, OpeningLine object) {
    object.hasOnly(Set.of("customer", "total", "lots"));
    String customer = object.name("customer").orElse("");
    Optional<Long> total = object.number("total", 1, HIGHEST_TOTAL);
    List<DatedPoints> lots = lots(object);
    if (!customer.isEmpty()) {
      judge(line, customer);
    }
    long sum = lots.stream().mapToLong(DatedPoints::points).sum();
    if (total.isPresent() && !lots.isEmpty() && sum != total.get()) {
      faults.add(OpeningFault.of(line, "total", Kind.DIFFERENCE, sum, total.get()));
    }
    balances.add(new Balance(line, customer, total.orElse(0L), lots));
  }

  private void judge(int line, String customer) {
    Integer before = seen.putIfAbsent(customer, line);
    if (before != null) {
      faults.add(OpeningFault.of(line, "customer", Kind.REPEATED, before));
    } else if (!repeated && !moment.customer().test(customer)) {
      faults.add(OpeningFault.of(line, "customer", Kind.UNKNOWN_CUSTOMER));
    }
  }

  /** Empty where any of them is at fault. */
  private List<DatedPoints> lots(OpeningLine object) {
    List<OpeningLine> told = object.elements("lots", MOST_LOTS);
    List<DatedPoints> lots = new ArrayList<>();
    for (OpeningLine lot : told) {
      if (lot.isObject()) {
        lot.hasOnly(Set.of("points", "earnedAt", "expiresAt"));
        lot(lot).ifPresent(lots::add);
      }
    }
    return lots.size() == told.size() ? lots : List.of();
  }

  private Optional<DatedPoints> lot(OpeningLine lot) {
    Optional<Long> points = lot.number("points", 1, MOST_POINTS);
    Optional<Instant> earnedAt = lot.instant("earnedAt");
    Optional<Instant> expiresAt = lot.instant("expiresAt");
    if (points.isEmpty() || earnedAt.isEmpty() || expiresAt.isEmpty()) {
      return Optional.empty();
    }
    if (!repeated && earnedAt.get().isAfter(moment.now())) {
      return lot.fault("earnedAt", Kind.FUTURE);
    }
    if (!expiresAt.get().isAfter(earnedAt.get())) {
      return lot.fault("expiresAt", Kind.ORDER);
    }
    if (!repeated && !expiresAt.get().isAfter(moment.now())) {
      return lot.fault("expiresAt", Kind.EXPIRED);
    }
    return Optional.of(new DatedPoints(points.get(), earnedAt.get(), expiresAt.get()));
  }

  private void end() {
    if (!begun) {
      faults.add(OpeningFault.of(1, null, Kind.MISSING));
    } else if (customers == 0 || customers > MOST_CUSTOMERS) {
      faults.lead(OpeningFault.of(1, null, Kind.COUNT, MOST_CUSTOMERS));
    } else if (declared > 0) {
      long sum = balances.stream().mapToLong(Balance::total).sum();
      if (sum != declared) {
        faults.add(OpeningFault.of(1, "total", Kind.DIFFERENCE, sum, declared));
      }
    }
  }
}
