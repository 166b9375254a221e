package io.anamnesis.eventstore.conformance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the suite whose every test has a new, empty store. */
abstract class StoreSuite {
  private Store store;

  protected abstract EngineUnderTest engine();

  @BeforeEach
  final void openStore() {
    store = Store.fresh(engine());
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  final Store store() {
    return store;
  }
}
