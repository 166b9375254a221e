package io.anamnesis.eventstore.conformance;

import org.junit.jupiter.api.parallel.Isolated;

/** Our log owes what every engine owes. */
@Isolated("it compares rates under load")
class LogConformanceTest extends EventStorageEngineSuite {
  @Override
  protected EngineUnderTest engine() {
    return new LogUnderTest();
  }
}
