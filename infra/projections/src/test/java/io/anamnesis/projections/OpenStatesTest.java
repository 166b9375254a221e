package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.ComplaintId;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worklist: what is open, whomever it concerns. */
class OpenStatesTest {
  private final House house = new House();
  private final Grievances grievances = new Grievances();

  /** Complaints that nobody has resolved. */
  private static final class Grievances implements Projection<Grievances.State, Grievances.State> {
    record State(List<ComplaintId> open) {}

    @Override
    public String name() {
      return "grievances";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Set<Class<? extends CustomerEvent>> events() {
      return Set.of(ComplaintFiled.class, ComplaintResolved.class);
    }

    @Override
    public Class<State> stateType() {
      return State.class;
    }

    @Override
    public State initial() {
      return new State(List.of());
    }

    @Override
    public State fold(State state, Recorded event) {
      List<ComplaintId> open = new ArrayList<>(state.open);
      switch (event.event()) {
        case ComplaintFiled filed -> open.add(filed.complaintId());
        case ComplaintResolved resolved -> open.remove(resolved.complaintId());
        default -> throw new IllegalArgumentException(event.type());
      }
      return new State(List.copyOf(open));
    }

    @Override
    public State answer(Folded<State> folded, Instant at) {
      return folded.state();
    }
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void subjects_with_something_open_come_in_their_order_from_where_it_is_asked() {
    for (String subject : List.of("C-5", "C-1", "C-3", "C-2", "C-4")) {
      tell(subject, "complaint.filed", "K-1");
    }
    tell("C-2", "complaint.resolved", "K-1");
    tell("C-4", "complaint.filed", "K-2");
    tell("C-4", "complaint.resolved", "K-1");
    ProjectionRunner runner = house.follow(grievances);
    house.awaitLive(runner);

    assertThat(open("", 10)).containsExactly("C-1", "C-3", "C-4", "C-5");
    assertThat(open("", 2)).containsExactly("C-1", "C-3");
    assertThat(open("C-2", 2)).containsExactly("C-3", "C-4");
    assertThat(open("C-3", 2)).as("from the first that is wanted, itself included").containsExactly("C-3", "C-4");
    assertThat(open("C-6", 2)).isEmpty();
    LiveStates<Grievances.State> read = house.models.openStates(grievances, "C-4", 1);
    assertThat(read.states().getFirst().state().open()).containsExactly(new ComplaintId("K-2"));
    assertThat(read.viewPosition()).isEqualTo(house.log.head());
    assertThat(read.parked()).isZero();
  }

  @Test
  void they_tell_how_far_they_are_read_and_who_waits_also_where_nothing_is_open() {
    tell("C-1", "complaint.filed", "K-1");
    tell("C-1", "complaint.resolved", "K-1");
    ProjectionRunner runner = house.follow(grievances);
    house.awaitLive(runner);
    LiveStates<Grievances.State> settled = house.models.openStates(grievances, "", 10);
    assertThat(settled.states()).isEmpty();
    assertThat(settled.viewPosition()).isEqualTo(2);

    Life.append(house.log, new NewEvent(UUID.randomUUID(), null, null, "C-2", "complaint.filed", 1, DAY,
        "{\"complaintId\":7}", EventDecoder.encode(Metadata.NONE)));
    house.awaitLive(runner);
    assertThat(house.models.openStates(grievances, "", 10).parked()).isEqualTo(1);
  }

  @Test
  void they_are_not_made_up_while_the_first_rows_are_built() {
    assertThatThrownBy(() -> house.models.openStates(grievances, "", 10)).isInstanceOf(ViewNotReadyException.class);
  }

  private List<String> open(String from, int limit) {
    return house.models.openStates(grievances, from, limit).states().stream().map(Folded::subject).toList();
  }

  private void tell(String subject, String type, String complaint) {
    Life.append(house.log, new NewEvent(UUID.randomUUID(), null, null, subject, type, 1, DAY,
        "{\"complaintId\":\"" + complaint + "\"}", EventDecoder.encode(Metadata.NONE)));
  }
}
