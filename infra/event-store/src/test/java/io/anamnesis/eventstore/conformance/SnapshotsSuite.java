package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.LONG_AGO;
import static io.anamnesis.eventstore.conformance.Messages.ids;
import static io.anamnesis.eventstore.conformance.Messages.ofStream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;

/** States of aggregates, kept to load them faster. */
public abstract class SnapshotsSuite extends StoreSuite {

  @Test
  public void the_newest_snapshot_is_read() {
    for (int seq = 0; seq < 5; seq++) {
      store().engine().storeSnapshot(snapshot("a:1", seq * 10L, new Counter(seq)));
    }
    store().engine().storeSnapshot(snapshot("b:1", 99, new Counter(99)));

    DomainEventMessage<?> read = store().engine().readSnapshot("a:1").orElseThrow();
    assertThat(read.getSequenceNumber()).isEqualTo(40);
    assertThat(read.getPayload()).isEqualTo(new Counter(4));
    assertThat(store().engine().readSnapshot("none")).isEmpty();
  }

  @Test
  public void a_snapshot_of_another_revision_of_the_fold_is_ignored() {
    store().engine().storeSnapshot(snapshot("a:1", 7, new FormerBuild.Counter(7)));
    assertThat(store().engine().readSnapshot("a:1")).isEmpty();

    store().engine().storeSnapshot(snapshot("a:1", 8, new Counter(8)));
    assertThat(store().engine().readSnapshot("a:1").orElseThrow().getPayload()).isEqualTo(new Counter(8));
  }

  @Test
  public void a_snapshot_takes_no_event_away() {
    var events = ofStream("a:1", 0, 20);
    store().engine().appendEvents(events);
    store().engine().storeSnapshot(snapshot("a:1", 10, new Counter(10)));

    assertThat(store().engine().readEvents("a:1").asStream().map(DomainEventMessage::getIdentifier))
        .isEqualTo(ids(events));
    assertThat(store().recorded()).isEqualTo(ids(events));
  }

  private static DomainEventMessage<?> snapshot(String stream, long seq, Object state) {
    return new GenericDomainEventMessage<>("Counter", stream, seq, state, Map.of(), UUID.randomUUID().toString(),
        LONG_AGO);
  }
}
