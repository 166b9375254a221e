package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import io.anamnesis.eventstore.personal.Place;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class LookupTest {
  private final House house = new House();
  private final Contacts contacts = new Contacts();

  @TempDir
  private Path keys;

  private PersonalData personal;

  @BeforeEach
  void openKeys() {
    personal = TinkPersonalData.open(house.database, keys.resolve("kek"));
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_subject_is_found_by_the_value_that_holds_now_alone() {
    try (ProjectionRunner runner = follow()) {
      tell("C-1", "13800000001");
      tell("C-2", "13800000001");
      tell("C-2", "13800000002");
      tell("C-3", "13800000003");
      house.awaitLive(runner);
      tell("C-3", "13800000001");
      house.awaitLive(runner);

      assertThat(find("13800000001")).containsExactly("C-1", "C-3");
      assertThat(find("13800000002")).containsExactly("C-2");
      assertThat(find("13800000003")).isEmpty();
      assertThat(runner.differences("contacts")).isEmpty();
    }
  }

  @Test
  void no_row_holds_the_value_in_clear() {
    try (ProjectionRunner runner = follow()) {
      tell("C-1", "13800000001");
      house.awaitLive(runner);
    }
    assertThat(house.ask("select state from views.contacts_g1")).doesNotContain("13800000001");
    assertThat(house.ask("select encode(token, 'escape') from views.contacts_g1_lookup"))
        .doesNotContain("13800000001");
  }

  @Test
  void what_cannot_be_opened_any_more_cannot_be_found_after_a_rebuild() {
    tell("C-1", "13800000001");
    tell("C-2", "13800000002");
    house.execute("delete from keys.person_key where subject = 'C-1'");
    personal = TinkPersonalData.open(house.database, keys.resolve("kek"));
    try (ProjectionRunner runner = follow()) {
      house.awaitLive(runner);
    }

    assertThat(find("13800000001")).isEmpty();
    assertThat(find("13800000002")).containsExactly("C-2");
  }

  private ProjectionRunner follow() {
    ProjectionRunner runner =
        new ProjectionRunner(house.log, house.tail, house.database, personal, List.of(contacts));
    runner.start();
    return runner;
  }

  private List<String> find(String phone) {
    return new ReadModels(house.log, house.decoder, house.database, personal).find(contacts, IndexKind.PHONE, phone);
  }

  private void tell(String subject, String phone) {
    personal.prepare(List.of(subject));
    ObjectNode clear = EventCodec.mapper().createObjectNode().put("phone", phone);
    Life.append(house.log,
        new NewEvent(UUID.randomUUID(), null, null, subject, "customer.amended", 1, DAY,
            personal.seal(subject, Place.underWay("customer.amended"), clear).toString(),
            EventDecoder.encode(Metadata.NONE)));
  }
}
