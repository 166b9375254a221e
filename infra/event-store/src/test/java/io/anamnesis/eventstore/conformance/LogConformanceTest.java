package io.anamnesis.eventstore.conformance;

import io.anamnesis.eventstore.postgres.LogUnderTest;

/** Our log owes what every engine owes. */
class LogConformanceTest extends EventStorageEngineSuite {
  @Override
  protected EngineUnderTest open() {
    return new LogUnderTest();
  }
}
