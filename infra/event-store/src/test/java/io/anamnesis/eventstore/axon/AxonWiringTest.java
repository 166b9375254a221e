package io.anamnesis.eventstore.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingModule;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at all threads of the process")
class AxonWiringTest {
  private HikariDataSource database;
  private PostgresEventLog log;
  private Configuration axon;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    axon = AxonCommands.start(log, EventCatalogue.standard(), UnaryOperator.identity(),
        configurer -> configurer.configureAggregate(TestAccount.class));
  }

  @AfterEach
  void stop() {
    axon.shutdown();
    log.close();
    database.close();
  }

  @Test
  void axon_is_wired_without_transactions_xstream_and_threads_of_its_own() {
    assertThat(axon.commandBus()).isExactlyInstanceOf(SimpleCommandBus.class);
    assertThat(axon.getComponent(EventBus.class)).isExactlyInstanceOf(EmbeddedEventStore.class);
    assertThat(axon.getComponent(Serializer.class)).isInstanceOf(Jackson3Serializer.class);
    assertThat(axon.eventSerializer()).isInstanceOf(Jackson3Serializer.class);
    assertThat(axon.messageSerializer()).isInstanceOf(Jackson3Serializer.class);
    assertThat(axon.findModules(EventProcessingModule.class)).isEmpty();
    FutureCallback<Object, Object> answer = new FutureCallback<>();
    axon.commandBus().dispatch(GenericCommandMessage.asCommandMessage(new TestAccount.Climb("test-account:C-1", 1)),
        answer);
    assertThat(answer.getResult().isExceptional()).isFalse();
    // Others may have let go of such threads a moment ago.
    await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
        .noneMatch(name -> name.contains("EmbeddedEventStore") || name.toLowerCase(Locale.ROOT).contains("update")
            || name.toLowerCase(Locale.ROOT).contains("axon")));
  }
}
