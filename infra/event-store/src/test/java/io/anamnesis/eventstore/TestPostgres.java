package io.anamnesis.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests, one server per JVM and one database per call: the embedded one with fsync and synchronous
 * commit on, or the one that {@code ANAMNESIS_TEST_DB_URL} names (a JDBC URL with a user that may create databases).
 */
public final class TestPostgres {
  private static final String URL_VARIABLE = "ANAMNESIS_TEST_DB_URL";

  private final PGSimpleDataSource server;
  private final Optional<Path> programs;

  private TestPostgres(PGSimpleDataSource server, Optional<Path> programs) {
    this.server = server;
    this.programs = programs;
  }

  public static TestPostgres shared() {
    return Shared.SERVER;
  }

  /** The folder of the embedded server's programs: {@code postgres}, {@code initdb}, {@code pg_ctl} and no more. */
  public Optional<Path> programs() {
    return programs;
  }

  /** A pool on a new, empty database. Connections are opened as they are needed and closed when idle. */
  public HikariDataSource freshDatabase() {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = server.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException("no database can be created on the test server", failed);
    }
    return pool(urlOf(name), 24);
  }

  /** A pool on the database of a JDBC URL, such as that of a {@link #freshDatabase} used from a second process. */
  public static HikariDataSource pool(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setIdleTimeout(Duration.ofSeconds(10).toMillis());
    return new HikariDataSource(config);
  }

  /** A copy of the database of a JDBC URL that nobody is connected to, as a backup would be. */
  public String backup(String url) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    run("create database " + name + " template " + nameIn(url));
    return name;
  }

  /** The database of a JDBC URL, that nobody is connected to, as it was backed up. */
  public void restore(String url, String backup) {
    run("drop database " + nameIn(url));
    run("create database " + nameIn(url) + " template " + backup);
  }

  private static String nameIn(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source.getDatabaseName();
  }

  private void run(String sql) {
    try (Connection connection = server.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private String urlOf(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.getUrl());
    source.setDatabaseName(database);
    return source.getUrl() + (source.getUrl().contains("?") ? "&" : "?") + "user=" + server.getUser()
        + (server.getPassword() == null ? "" : "&password=" + server.getPassword());
  }

  private static TestPostgres start() {
    @Nullable
    String url = System.getenv(URL_VARIABLE);
    TestPostgres started = url == null ? embedded() : external(url);
    try (Connection connection = started.server.getConnection();
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("show server_version")) {
      version.next();
      System.out.println("tests run on PostgreSQL " + version.getString(1)
          + (url == null ? ", embedded" : ", external by " + URL_VARIABLE));
    } catch (SQLException failed) {
      throw new IllegalStateException("the test server does not answer", failed);
    }
    return started;
  }

  private static TestPostgres embedded() {
    try {
      Path data = Files.createTempDirectory("anamnesis-test-postgres");
      EmbeddedPostgres postgres = EmbeddedPostgres.builder().setDataDirectory(data).setRegisterShutdownHook(false)
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on")
          .setServerConfig("max_connections", "400").setServerConfig("shared_buffers", "128MB").start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
      source.setUser("postgres");
      return new TestPostgres(source, Optional.of(programs(data)));
    } catch (IOException failed) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", failed);
    }
  }

  /** The server notes the command that it was started with. */
  private static Path programs(Path data) throws IOException {
    String command = Files.readString(data.resolve("postmaster.opts"));
    return Path.of(command.substring(0, command.indexOf(" \""))).getParent();
  }

  /** At once: an orderly stop would first bring every table of every test to the disk, for nobody. */
  private static void stop(Path data) {
    try {
      String postmaster = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      new ProcessBuilder("kill", "-QUIT", postmaster).start().waitFor();
      ProcessHandle.of(Long.parseLong(postmaster)).ifPresent(process -> process.onExit().join());
      // A hundred databases are many files, and the build does not wait for long.
      new ProcessBuilder("rm", "-rf", data.toString()).start();
    } catch (IOException | InterruptedException failed) {
      System.err.println("the test server was not cleaned up: " + failed);
    }
  }

  private static TestPostgres external(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return new TestPostgres(source, Optional.empty());
  }

  private static final class Shared {
    static final TestPostgres SERVER = start();
  }
}
