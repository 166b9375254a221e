package io.anamnesis.eventstore.conformance;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * What an event storage engine owes its writers and readers, in calm, under load and when something breaks. To run an engine
 * through it, extend it; to run it through one part alone, extend the part.
 *
 * <p>What a test needs of the machine and does not find, it says, and the test counts as aborted, not as passed.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class EventStorageEngineSuite {

  protected abstract EngineUnderTest engine();

  @Nested
  class Appending extends AppendingSuite {
    @Override
    protected EngineUnderTest engine() {
      return EventStorageEngineSuite.this.engine();
    }
  }

  @Nested
  class FollowingTheLog extends FollowingSuite {
    @Override
    protected EngineUnderTest engine() {
      return EventStorageEngineSuite.this.engine();
    }
  }

  @Nested
  class Snapshots extends SnapshotsSuite {
    @Override
    protected EngineUnderTest engine() {
      return EventStorageEngineSuite.this.engine();
    }
  }

  @Nested
  class UnderLoad extends UnderLoadSuite {
    @Override
    protected EngineUnderTest engine() {
      return EventStorageEngineSuite.this.engine();
    }
  }

  @Nested
  class BrokenLines extends BrokenLinesSuite {
    @Override
    protected EngineUnderTest engine() {
      return EventStorageEngineSuite.this.engine();
    }
  }

  @Nested
  class LostServers extends LostServersSuite {
    @Override
    protected EngineUnderTest engine() {
      return EventStorageEngineSuite.this.engine();
    }
  }
}
