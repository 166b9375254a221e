package io.anamnesis.eventstore.conformance;

/** Our log owes what every engine owes. */
class LogConformanceTest extends EventStorageEngineSuite {
  @Override
  protected EngineUnderTest engine() {
    return new LogUnderTest();
  }
}
