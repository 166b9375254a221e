package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the run's own: durable, on loopback, in a temporary folder that goes with it. As root it runs as the
 * user postgres, as PostgreSQL refuses root.
 */
final class Cluster implements AutoCloseable {
  /**
   * No checkpoint and no vacuum falls into one measurement and spares the next. The buffers hold the indexes of ten million
   * events, as those of a server for so many would.
   */
  static final List<String> SETTINGS = List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on",
      "max_connections=800", "shared_buffers=2GB", "max_wal_size=16GB", "checkpoint_timeout=1d", "autovacuum=off");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final int port;
  private final Thread atExit = new Thread(this::remove);
  private boolean removed;

  private Cluster(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static Cluster start() {
    try {
      Path folder = Files.createTempDirectory("anamnesis-benchmark-");
      Cluster cluster = new Cluster(folder, freePort());
      Runtime.getRuntime().addShutdownHook(cluster.atExit);
      if (isRoot()) {
        Processes.run(List.of("chown", "postgres", folder.toString()));
      }
      cluster.asServer("initdb", "-D", cluster.data(), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C");
      cluster.asServer("pg_ctl", "start", "-w", "-D", cluster.data(), "-l", folder.resolve("server.log").toString(),
          "-o", cluster.serverOptions());
      return cluster;
    } catch (IOException failed) {
      throw new IllegalStateException("no temporary folder or no free port for PostgreSQL", failed);
    }
  }

  /** A new database, empty. */
  void create(String database) {
    execute("postgres", "create database " + database);
  }

  void execute(String database, String sql) {
    Processes.run(psql(database, "-c", sql));
  }

  /** The answer to a query of one value. */
  String ask(String database, String sql) {
    List<String> command = new ArrayList<>(psql(database, "-c", sql));
    command.add("-At");
    return Processes.run(command).strip();
  }

  /** Of the superuser postgres, who needs no password. */
  String jdbcUrl(String database) {
    return "jdbc:" + url(database);
  }

  HikariDataSource pool(String database, int connections) {
    return pool(database, connections, "");
  }

  /** @param parameters of the driver, as in the query of a URL */
  HikariDataSource pool(String database, int connections, String parameters) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl(database) + "?" + parameters);
    config.setUsername("postgres");
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  /** Without a user, who is postgres. */
  String url(String database) {
    return "postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Runs a script of SQL, each statement by itself. */
  void run(String database, Path script) {
    Processes.run(psql(database, "-f", script.toString()));
  }

  /** pgbench on a database, with the given words before its name. */
  String pgbench(String database, List<String> words) {
    List<String> command = new ArrayList<>(List.of(binary("pgbench")));
    command.addAll(words);
    command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres", database));
    return Processes.run(command);
  }

  /** Where a file may be that goes with the cluster. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /** A file that pgbench can read. */
  Path file(String name, String text) {
    try {
      return Files.writeString(path(name), text);
    } catch (IOException failed) {
      throw new IllegalStateException("could not write " + name, failed);
    }
  }

  /** A resource of this program, as a file. */
  Path resource(String name) {
    try (InputStream content = Objects.requireNonNull(Cluster.class.getResourceAsStream("/" + name), name)) {
      return file(Path.of(name).getFileName().toString(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new IllegalStateException("could not read " + name, failed);
    }
  }

  /** A program that looks for its server in the environment, as those of PostgreSQL do. */
  String runBeside(List<String> settings, List<String> command) {
    List<String> words = new ArrayList<>(List.of("env", "PGHOST=127.0.0.1", "PGPORT=" + port, "PGUSER=postgres",
        "PATH=" + Path.of(binary("psql")).getParent() + ":" + System.getenv("PATH")));
    words.addAll(settings);
    words.addAll(command);
    return Processes.run(words);
  }

  String version() {
    return Processes.run(List.of(binary("postgres"), "--version")).strip();
  }

  long cpuMicros() {
    return CpuTime.ofTree(pid());
  }

  /** Processes of the server, one for each connection among them. */
  int processes() {
    return CpuTime.countChildren(pid());
  }

  /** Returns when the server has no more processes than this, or after some seconds. */
  void awaitProcesses(int atMost) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (processes() > atMost && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private long pid() {
    try (Stream<String> lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
      return Long.parseLong(lines.findFirst().orElseThrow().strip());
    } catch (IOException failed) {
      throw new IllegalStateException("PostgreSQL does not run any more", failed);
    }
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private synchronized void remove() {
    if (removed) {
      return;
    }
    removed = true;
    if (Files.exists(folder.resolve("data/postmaster.pid"))) {
      asServer("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      System.err.println("could not remove " + folder + ": " + failed);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String serverOptions() {
    StringBuilder options =
        new StringBuilder("-h 127.0.0.1 -p ").append(port).append(" -k ").append(folder.toAbsolutePath());
    SETTINGS.forEach(setting -> options.append(" -c ").append(setting));
    return options.toString();
  }

  private void asServer(String program, String... words) {
    List<String> command = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
    command.add(binary(program));
    command.addAll(List.of(words));
    Processes.run(command);
  }

  private List<String> psql(String database, String option, String value) {
    return List.of(binary("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
        Integer.toString(port), "-U", "postgres", "-d", database, option, value);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Of the newest PostgreSQL that holds pgbench as well. */
  private static String binary(String program) {
    Path versions = Path.of("/usr/lib/postgresql");
    try (Stream<Path> found = Files.list(versions)) {
      return found.map(Path::toString).sorted(Comparator.comparingInt(Cluster::number).reversed())
          .map(version -> Path.of(version, "bin")).filter(bin -> Files.isExecutable(bin.resolve("pgbench")))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb"))).findFirst()
          .orElseThrow(() -> new IOException("no initdb and pgbench")).resolve(program).toString();
    } catch (IOException missing) {
      throw new IllegalStateException(
          "The benchmarks need PostgreSQL with pgbench: apt-get install -y postgresql postgresql-contrib", missing);
    }
  }

  private static int number(String version) {
    return Integer.parseInt(version.substring(version.lastIndexOf('/') + 1));
  }
}
