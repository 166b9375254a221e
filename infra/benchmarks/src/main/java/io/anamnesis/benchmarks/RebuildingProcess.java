package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.BuildSettings;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that runs all read models of the product until it is killed. */
final class RebuildingProcess implements AutoCloseable {
  private static final String REBUILD = "rebuild";
  private static final Duration WINDOW = Duration.ofHours(12);

  private final Process process;

  private RebuildingProcess(Process process) {
    this.process = process;
  }

  /** One that goes on with what it finds. */
  static RebuildingProcess start(Cluster cluster, String database) {
    return start(cluster, database, "goOn");
  }

  /** One that asks for a rebuild of all views as soon as they answer. */
  static RebuildingProcess startAndRebuild(Cluster cluster, String database) {
    return start(cluster, database, REBUILD);
  }

  private static RebuildingProcess start(Cluster cluster, String database, String wanted) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), RebuildingProcess.class.getName(),
        cluster.jdbcUrl(database), cluster.path(database + "-kek.json").toString(), wanted));
    try {
      return new RebuildingProcess(new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(cluster.path(database + "-views.log").toFile())).start());
    } catch (IOException failed) {
      throw new IllegalStateException("no process for the views", failed);
    }
  }

  /** @param words JDBC URL, file of the key that wraps keys, what is wanted */
  public static void main(String[] words) throws InterruptedException, IOException {
    try (HikariDataSource logPool = pool(words[0], 8);
        HikariDataSource viewPool = pool(words[0], 16);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(logPool));
        ProjectionRunner runner = new ProjectionRunner(log,
            new LogTail(log, new EventDecoder(EventCatalogue.standard())), viewPool,
            TinkPersonalData.open(viewPool, Path.of(words[1])), Rebuilds.readModels(),
            BuildSettings.standard().withWindow(WINDOW))) {
      runner.start();
      if (words[2].equals(REBUILD)) {
        LiveViews live = new LiveViews(viewPool);
        List<String> names = Rebuilds.readModels().stream().map(Projection::name).toList();
        while (live.active().size() < names.size()) {
          Thread.sleep(100);
        }
        runner.rebuild(names);
      }
      // Nobody writes there: it ends with whoever started this process.
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static HikariDataSource pool(String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("postgres");
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
