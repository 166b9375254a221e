package io.anamnesis.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Packages and programs for Node: what is in this program's folder {@code node}, with what its {@code package.json} asks
 * for, installed by npm at first use and again when that file changes.
 */
final class NodePackages {
  private static final List<String> FILES = List.of("package.json", "emmett.mjs");

  private static final Pattern STORE = Pattern.compile("\"@[^\"]+/(emmett-postgresql|message-db)\": \"([^\"]+)\"");

  private final Path folder;

  private NodePackages(Path folder) {
    this.folder = folder;
  }

  /** Where {@link #install} put them, or will. */
  static NodePackages installed() {
    return new NodePackages(Path.of(System.getProperty("anamnesis.benchmarks.node",
        Path.of(System.getProperty("java.io.tmpdir"), "anamnesis-benchmarks-node").toString())));
  }

  /** @throws NotRun without Node and npm, or if npm could not install */
  static NodePackages install() {
    NodePackages packages = installed();
    try {
      Processes.run(List.of("node", "--version"));
      Processes.run(List.of("npm", "--version"));
    } catch (IllegalStateException missing) {
      throw new NotRun("needs node and npm", missing);
    }
    try {
      packages.installIfStale();
      return packages;
    } catch (IOException | IllegalStateException failed) {
      throw new NotRun("npm could not install into " + packages.folder, failed);
    }
  }

  /** Names and versions of the stores asked for, as in {@code package.json}. */
  static String versions() {
    try {
      return STORE.matcher(resource("package.json")).results().map(store -> store.group(1) + " " + store.group(2))
          .collect(Collectors.joining(", "));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path folderOf(String installed) {
    return folder.resolve("node_modules").resolve(installed);
  }

  /** A program of ours that stands beside the packages. */
  List<String> command(String program) {
    return List.of("node", folder.resolve(program).toString());
  }

  /** Without a lock file: the versions asked for are exact. */
  private void installIfStale() throws IOException {
    Files.createDirectories(folder);
    Path asked = folder.resolve("package.json");
    Path installed = folder.resolve("installed.json");
    for (String file : FILES) {
      Files.writeString(folder.resolve(file), resource(file));
    }
    if (!Files.exists(installed) || Files.mismatch(asked, installed) >= 0) {
      System.err.println("installing peers by npm ...");
      Processes.run(List.of("npm", "--prefix", folder.toString(), "install", "--no-audit", "--no-fund",
          "--no-package-lock", "--ignore-scripts"));
      Files.writeString(installed, resource("package.json"));
    }
  }

  private static String resource(String file) throws IOException {
    try (InputStream content = Objects.requireNonNull(NodePackages.class.getResourceAsStream("/node/" + file), file)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
