package io.anamnesis.benchmarks;

import java.util.Objects;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/** Versions of the libraries that are measured, as they stand on the class path. */
final class Versions {
  private Versions() {}

  static String axon() {
    return jarVersion(JdbcEventStorageEngine.class);
  }

  static String pgjdbc() {
    return jarVersion(org.postgresql.Driver.class);
  }

  static String pekkoJdbc() {
    return jarVersion(JdbcReadJournal.class);
  }

  /** The name of the jar tells it: not every manifest does. */
  private static String jarVersion(Class<?> ofJar) {
    String jar = Objects.requireNonNull(ofJar.getProtectionDomain().getCodeSource()).getLocation().getPath();
    return jar.replaceFirst(".*/[a-z-]+(?:_2\\.13)?-(\\d[^/]*)\\.jar.*", "$1");
  }
}
