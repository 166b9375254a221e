package io.anamnesis.projections;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The schema {@code views}, brought up to date. */
final class ViewsSchema {

  private ViewsSchema() {}

  /** Any number of processes may do so at once. */
  static void migrate(DataSource database) {
    Flyway.configure().dataSource(database).schemas("views").defaultSchema("views").createSchemas(true)
        .locations("classpath:db/projections").load().migrate();
  }
}
