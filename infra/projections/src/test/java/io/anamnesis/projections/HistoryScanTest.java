package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryScanTest {
  private static final String LEFT_OUT = "C-7";

  private final House house = new House();
  private final Watched watched = new Watched(false);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void every_key_is_given_all_of_its_events_in_the_logs_order_however_often_the_log_is_read(int passes)
      throws Exception {
    Random random = new Random(9);
    for (int append = 0; append < 20; append++) {
      Life.append(house.log, IntStream.range(0, 200).mapToObj(i -> Life.any(random, 40)).toArray(NewEvent[]::new));
    }
    long upTo = 3_500;
    HistoryScan<Seen> scan = new HistoryScan<>(house.log, house.decoder, watched, upTo, passes);
    assertThat(scan.progress()).isZero();
    scan.run();

    assertThat(watched.ended).isEqualTo(expected(upTo));
    assertThat(scan.progress()).isEqualTo(1);
    assertThat(scan.eventsRead()).isEqualTo(scan.eventsToRead()).isEqualTo(upTo * passes);
    assertThat(house.log.head()).isEqualTo(4_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void an_event_of_two_keys_is_given_to_both(int passes) throws Exception {
    Random random = new Random(3);
    Life.append(house.log, IntStream.range(0, 200).mapToObj(i -> Life.any(random, 20)).toArray(NewEvent[]::new));
    Watched both = new Watched(true);
    new HistoryScan<>(house.log, house.decoder, both, 200, passes).run();

    List<Long> purchases = house.log.read(0, 200).stream()
        .filter(event -> event.type().equals("purchase.made") && !LEFT_OUT.equals(event.subject()))
        .map(StoredEvent::position).toList();
    assertThat(both.ended.remove(Watched.PURCHASES)).isEqualTo(purchases).isNotEmpty();
    assertThat(both.ended).isEqualTo(expected(200));
  }

  @Test
  void a_key_with_an_event_that_cannot_be_taken_is_spoiled_and_no_other_is() throws Exception {
    Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-2", DAY), Life.poison("C-2", DAY),
        new NewEvent(java.util.UUID.randomUUID(), null, null, "C-3", "purchase.made", 1, DAY, "{\"purchaseId\":7}",
            io.anamnesis.eventstore.EventDecoder.encode(io.anamnesis.events.Metadata.NONE)));
    new HistoryScan<>(house.log, house.decoder, watched, 4).run();

    assertThat(watched.spoiled.keySet()).containsExactly("C-2", "C-3");
    assertThat(watched.ended.keySet()).containsExactly("C-1", "C-2", "C-3");
  }

  @Test
  void a_cancelled_scan_ends_without_an_outcome() {
    Life.append(house.log, Life.signin("C-1", DAY));
    HistoryScan<Seen> scan = new HistoryScan<>(house.log, house.decoder, watched, 1);
    scan.cancel();
    assertThatThrownBy(scan::run).isInstanceOf(CancellationException.class);
    assertThat(watched.ended).isEmpty();
  }

  @Test
  void an_unknown_revision_of_a_declared_type_stops_it_loudly() {
    Life.append(house.log, Life.ofRevision("signin.made", 99));
    assertThatThrownBy(new HistoryScan<>(house.log, house.decoder, watched, 1)::run)
        .isInstanceOf(UnknownRevision.class);
  }

  @Test
  void an_empty_log_is_done_at_once() throws Exception {
    HistoryScan<Seen> scan = new HistoryScan<>(house.log, house.decoder, watched, 0);
    scan.run();
    assertThat(scan.progress()).isEqualTo(1);
    assertThat(watched.ended).isEmpty();
  }

  private Map<String, List<Long>> expected(long upTo) {
    Map<String, List<Long>> expected = new TreeMap<>();
    long after = 0;
    while (after < upTo) {
      List<StoredEvent> page = house.log.read(after, 1_000);
      for (StoredEvent event : page) {
        if (event.position() <= upTo && Set.of("signin.made", "purchase.made").contains(event.type())
            && !LEFT_OUT.equals(event.subject())) {
          expected.computeIfAbsent(event.subject(), first -> new ArrayList<>()).add(event.position());
        }
      }
      after = page.getLast().position();
    }
    return expected;
  }

  private record Seen(String key, List<Long> positions, AtomicLong owner) {}

  /** Remembers what it was given, and insists that one thread at a time gives it. */
  private static final class Watched implements HistoryScan.Trial<Seen> {
    /** Every purchase is this key's, too, where they are shared. */
    private static final String PURCHASES = "purchases";

    private final boolean shared;
    private final Map<String, List<Long>> ended = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> spoiled = new ConcurrentSkipListMap<>();

    Watched(boolean shared) {
      this.shared = shared;
    }

    /** Leaves out what it would not know what to do with. */
    @Override
    public boolean concerns(StoredEvent event) {
      return !LEFT_OUT.equals(event.subject());
    }

    @Override
    public Set<Class<? extends CustomerEvent>> events() {
      return Set.of(SigninMade.class, PurchaseMade.class);
    }

    @Override
    public Collection<String> keys(Recorded event) {
      List<String> keys = new ArrayList<>(Optional.ofNullable(event.subject()).stream().toList());
      if (shared && event.event() instanceof PurchaseMade) {
        keys.add(PURCHASES);
      }
      return keys;
    }

    @Override
    public Seen begin(String key) {
      return new Seen(key, new ArrayList<>(), new AtomicLong());
    }

    @Override
    public void take(Seen seen, Recorded event) {
      if (!seen.owner.compareAndSet(0, 1)) {
        throw new AssertionError("two threads at one key");
      }
      if (event.event() instanceof PurchaseMade purchase && purchase.campaign() != null) {
        throw new IllegalStateException();
      }
      seen.positions.add(event.position());
      seen.owner.set(0);
    }

    @Override
    public void spoil(Seen seen) {
      spoiled.put(seen.key, true);
    }

    @Override
    public void end(Seen seen) {
      assertThat(ended.put(seen.key, seen.positions)).as("%s is told once", seen.key).isNull();
    }
  }
}
