package io.anamnesis.standalone.database;

import io.anamnesis.standalone.folder.DataFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * PostgreSQL on loopback, with its data in the folder. What it has acknowledged is on disk: it refuses to run with
 * {@code fsync} off.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String NAME = "anamnesis";
  /** After a power cut much may have to be recovered. */
  private static final Duration START_UP = Duration.ofMinutes(10);

  /** Of {@code postmaster.pid}: process, folder, when it was started, port. */
  private static final int LINES_UP_TO_PORT = 4;

  private static final String UNSAFE_SETTINGS = """
      select string_agg(name || '=' || setting, ', ')
        from pg_settings
       where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting <> 'on'
      """;
  private static final String HAS_ROLE = "select true from pg_roles where rolname = '" + NAME + "'";
  private static final String HAS_DATABASE = "select true from pg_database where datname = '" + NAME + "'";

  /** Who may connect: with the password only, over loopback only. */
  private static final String ACCESS = """
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private final DataFolder folder;
  private final EmbeddedPostgres server;
  private final String password;

  private EmbeddedDatabase(DataFolder folder, EmbeddedPostgres server, String password) {
    this.folder = folder;
    this.server = server;
    this.password = password;
  }

  /** The folder must be locked by the caller. A server that outlived a killed process on it is stopped first. */
  public static EmbeddedDatabase start(DataFolder folder) throws IOException {
    refuseFolderThatIsCleanedUp(folder);
    OrphanedPostmaster.stop(folder.postgres());
    OrphanedPostmaster.removeStaleNote(folder.postgres());
    HalfMade halfMade = new HalfMade(folder);
    halfMade.remove();
    String password = password(folder);
    boolean first = !Files.exists(folder.postgres().resolve("PG_VERSION"));
    if (first) {
      halfMade.begin();
    }
    EmbeddedDatabase database = new EmbeddedDatabase(folder, startServer(folder, password), password);
    try {
      database.prepare();
      halfMade.finish();
      return database;
    } catch (SQLException e) {
      database.close();
      throw new IOException("PostgreSQL could not be prepared: " + e.getMessage(), e);
    } catch (RuntimeException | IOException e) {
      database.close();
      throw e;
    }
  }

  private static EmbeddedPostgres startServer(DataFolder folder, String password) throws IOException {
    try {
      return server(folder, password).start();
    } catch (RuntimeException | IOException e) {
      try {
        // It may only have been too slow, and would run on.
        OrphanedPostmaster.stop(folder.postgres());
      } catch (RuntimeException | IOException runsOn) {
        e.addSuppressed(runsOn);
      }
      throw e;
    }
  }

  /** Stops a server that outlived a killed process on the folder, if there is one. */
  public static void stopOrphan(DataFolder folder) throws IOException {
    OrphanedPostmaster.stop(folder.postgres());
  }

  private static EmbeddedPostgres.Builder server(DataFolder folder, String password) {
    return EmbeddedPostgres.builder().setDataDirectory(folder.postgres()).setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(binaries().toFile()).setRegisterShutdownHook(false)
        .setPGStartupWait(START_UP).setConnectConfig("password", password)
        // Later than the library's own -F, which would turn it off.
        .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1").setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "80").setServerConfig("password_encryption", "scram-sha-256")
        // Never a statement or a row in the server's log.
        .setServerConfig("log_min_messages", "log").setServerConfig("log_min_error_statement", "panic")
        .setServerConfig("logging_collector", "on").setServerConfig("log_directory", "../logs")
        .setServerConfig("log_filename", "postgresql-%a.log").setServerConfig("log_truncate_on_rotation", "on");
  }

  /** How a database is reached. */
  public record Access(String url, String user, String password) {

    /**
     * As the environment names it in {@code …_URL}, {@code …_USER} and {@code …_PASSWORD}; empty where it names no URL.
     *
     * @param prefix what stands before these
     */
    public static Optional<Access> named(String prefix, Map<String, String> environment) {
      String url = environment.getOrDefault(prefix + "_URL", "");
      return url.isBlank()
          ? Optional.empty()
          : Optional.of(new Access(url, environment.getOrDefault(prefix + "_USER", ""),
              environment.getOrDefault(prefix + "_PASSWORD", "")));
    }

    /** Never the password. */
    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * Of the instance that runs on the folder, as its server has noted.
   *
   * @throws IOException if none does, or it has only just begun to start
   */
  public static Access running(DataFolder folder) throws IOException {
    List<String> note = Files.readAllLines(folder.postgres().resolve("postmaster.pid"));
    if (note.size() < LINES_UP_TO_PORT) {
      throw new IOException("PostgreSQL has only just begun to start on " + folder.postgres() + ": try again.");
    }
    return new Access(url(note.get(LINES_UP_TO_PORT - 1).strip()), NAME, password(folder));
  }

  /** Of this one, as long as it runs. */
  public Access access() {
    return new Access(url(), user(), password());
  }

  public String url() {
    return url(Integer.toString(server.getPort()));
  }

  private static String url(String port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  public String user() {
    return NAME;
  }

  public String password() {
    return password;
  }

  private void prepare() throws SQLException, IOException {
    DataSource administration = server.getPostgresDatabase();
    try (Connection connection = administration.getConnection(); Statement statement = connection.createStatement()) {
      requireDurability(statement);
      // The password is hexadecimal: it needs no quoting.
      statement.execute("alter role postgres password '" + password + "'");
      if (isEmpty(statement, HAS_ROLE)) {
        statement.execute("create role " + NAME + " login");
      }
      statement.execute("alter role " + NAME + " password '" + password + "'");
      if (isEmpty(statement, HAS_DATABASE)) {
        statement.execute("create database " + NAME + " owner " + NAME);
      }
      Path access = folder.postgres().resolve("pg_hba.conf");
      if (!Files.readString(access).equals(ACCESS)) {
        DataFolder.writePrivately(access, ACCESS);
        statement.execute("select pg_reload_conf()");
      }
    }
  }

  private static void requireDurability(Statement statement) throws SQLException {
    try (ResultSet unsafe = statement.executeQuery(UNSAFE_SETTINGS)) {
      if (unsafe.next() && unsafe.getString(1) != null) {
        throw new IllegalStateException("PostgreSQL would lose acknowledged facts in a power cut: "
            + unsafe.getString(1) + ". It must be on; is it set in postgresql.conf or postgresql.auto.conf?");
      }
    }
  }

  private static boolean isEmpty(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }

  private static String password(DataFolder folder) throws IOException {
    Path file = folder.keys().resolve("postgres.password");
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      DataFolder.writePrivately(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }

  /** Where the server's programs are unpacked, once for all folders of this user. */
  private static Path binaries() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return (cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
        .resolve("anamnesis");
  }

  /** The library removes old folders that it believes are its own from there, whoever starts it. */
  private static void refuseFolderThatIsCleanedUp(DataFolder folder) throws IOException {
    if (folder.root().equals(Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg").toAbsolutePath())) {
      throw new IOException(
          "Data cannot be kept in " + folder.root() + ", which is cleaned up. Choose another folder.");
    }
  }

  /** Stops it and waits until it is stopped. */
  @Override
  public void close() {
    try {
      server.close();
      // Its own time limit may have passed before the last checkpoint was written.
      OrphanedPostmaster.stop(folder.postgres());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
