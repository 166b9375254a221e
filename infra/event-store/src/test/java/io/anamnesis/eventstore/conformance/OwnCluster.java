package io.anamnesis.eventstore.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server that one test has for itself, to do to it what no other test would survive. */
final class OwnCluster implements AutoCloseable {
  private final Programs programs;
  private final Path folder;
  private final int port;
  private final List<String> settings;

  private OwnCluster(Programs programs, Path folder, int port, List<String> settings) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /**
   * Makes a cluster in the folder and starts it.
   *
   * @param settings {@code name=value}
   */
  static OwnCluster start(Programs programs, Path folder, String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("listen_addresses=127.0.0.1", "unix_socket_directories=",
        "min_wal_size=4MB", "max_wal_size=16MB", "shared_buffers=32MB", "max_connections=60"));
    all.addAll(List.of(settings));
    OwnCluster cluster = new OwnCluster(programs, folder, freePort(), all);
    programs.asServer("initdb", "-D", cluster.data(), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C",
        "--no-sync", "--wal-segsize=1");
    cluster.start();
    return cluster;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts the server, which does not run; returns when it is there. */
  void start() {
    programs.asServer("pg_ctl", "start", "-w", "-t", "30", "-D", data(), "-l", folder.resolve("server.log").toString(),
        "-o", "-p " + port + " -c " + String.join(" -c ", settings));
  }

  /** Starts it if it does not run: it may have gone of itself. */
  void startIfGone() {
    if (!isRunning()) {
      start();
    }
  }

  /** Kills the server and all its processes, as a crash of the machine does. */
  void kill() {
    List<ProcessHandle> processes = processes();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
  }

  /** The server's first process, then those that it started. */
  List<ProcessHandle> processes() {
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(readNote().getFirst().strip())).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  private boolean isRunning() {
    return Files.exists(folder.resolve("data/postmaster.pid"))
        && ProcessHandle.of(Long.parseLong(readNote().getFirst().strip())).isPresent();
  }

  private List<String> readNote() {
    try {
      return Files.readAllLines(folder.resolve("data/postmaster.pid"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The URL of the database that every cluster has. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** All of the database, into a file. */
  void dump(Path file) {
    programs.run("pg_dump", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres", "-Fc", "-f",
        file.toString(), "postgres");
  }

  void restore(Path file) {
    programs.run("pg_restore", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres", "--exit-on-error",
        "-d", "postgres", file.toString());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill();
    }
  }
}
