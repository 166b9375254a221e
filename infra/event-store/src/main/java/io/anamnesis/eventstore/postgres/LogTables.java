package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Makes a log's tables. The migrations are one text for every log: another log than the first differs by its schema's name. */
final class LogTables {
  private static final String FOLDER = "db/eventstore";

  private LogTables() {}

  static void migrate(DataSource database, LogSchema schema) {
    FluentConfiguration migrations = Flyway.configure().dataSource(database).schemas(schema.name())
        .defaultSchema(schema.name()).locations("classpath:" + FOLDER);
    if (!schema.equals(LogSchema.LOG)) {
      migrations.resourceProvider(new Renamed(scripts(migrations), schema));
    }
    migrations.load().migrate();
  }

  /** Names of the migrations that this build has. */
  private static List<String> scripts(FluentConfiguration migrations) {
    return Arrays.stream(migrations.load().info().all()).map(MigrationInfo::getScript)
        .filter(script -> LogTables.class.getClassLoader().getResource(FOLDER + "/" + script) != null).distinct()
        .toList();
  }

  /** The migrations as they are for another schema; history and check sums of each log are its own. */
  private record Renamed(List<String> scripts, LogSchema schema) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      String script = name.substring(name.lastIndexOf('/') + 1);
      return scripts.contains(script) ? new Script(script, schema) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return scripts.stream()
          .filter(script -> script.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(script::endsWith))
          .map(script -> (LoadableResource) new Script(script, schema)).toList();
    }
  }

  /** One migration. */
  private static final class Script extends LoadableResource {
    private final String name;
    private final LogSchema schema;

    Script(String name, LogSchema schema) {
      this.name = name;
      this.schema = schema;
    }

    @Override
    public Reader read() {
      try (InputStream in = LogTables.class.getClassLoader().getResourceAsStream(getAbsolutePath())) {
        if (in == null) {
          throw new IllegalStateException("this build has no migration " + name);
        }
        return new BufferedReader(new StringReader(schema.sql(new String(in.readAllBytes(), StandardCharsets.UTF_8))));
      } catch (IOException failed) {
        throw new UncheckedIOException("the migration " + name + " cannot be read", failed);
      }
    }

    @Override
    public String getAbsolutePath() {
      return FOLDER + "/" + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
