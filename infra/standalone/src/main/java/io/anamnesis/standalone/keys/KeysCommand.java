package io.anamnesis.standalone.keys;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.ErasureListRecovery;
import io.anamnesis.eventstore.personal.KekRotation;
import io.anamnesis.eventstore.personal.KekSource;
import io.anamnesis.eventstore.personal.TokenUnavailable;
import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code keys rotate|list [--data-dir DIR]}: with a folder on the instance in it, whether that runs or not; without one on the key store that
 * the environment names, or else on the standard folder.
 */
public final class KeysCommand {
  static final int DONE = 0;
  static final int REFUSED = 1;
  static final int COULD_NOT_RUN = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  public KeysCommand(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /** @return 0 done, 1 refused with a sentence that says why, 2 wrong words or nothing reached */
  public int run(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words, Set.of("--data-dir"), Set.of());
      String act = arguments.rest().size() == 1 ? arguments.rest().getFirst() : "";
      try (OpenedStore opened = opened(arguments.option("--data-dir").map(Path::of).map(DataFolder::new))) {
        switch (act) {
          case "rotate" -> rotate(opened);
          case "list" -> list(opened);
          default -> throw new UsageException("keys rotate or keys list is expected. Try: infra/anamnesis help");
        }
      }
      return DONE;
    } catch (UsageException | UncheckedIOException | IOException | LogUnavailable | TokenUnavailable failed) {
      err.println(failed.getMessage());
      return COULD_NOT_RUN;
    } catch (IllegalStateException refused) {
      err.println(refused.getMessage());
      return REFUSED;
    }
  }

  private OpenedStore opened(Optional<DataFolder> folder) throws IOException {
    if (folder.isEmpty() && OpenedStore.isNamedIn(environment)) {
      return OpenedStore.of(environment);
    }
    DataFolder named = folder.orElseGet(DataFolder::standard);
    if (!Files.exists(named.keyEncryptionKey())) {
      throw new UsageException("The folder " + named.root() + " holds no instance's keys.");
    }
    return OpenedStore.of(named);
  }

  private void rotate(OpenedStore opened) {
    long rewrapped = new KekRotation(opened.database(), opened.kek())
        .run(soFar -> out.println(soFar + " keys are wrapped anew"));
    out.println(switch (opened.kek()) {
      case KekSource.InFile(Path file) -> "The key-encryption key in " + file + " is a new one, and wraps all of "
          + rewrapped + " keys. The old one is gone from the file: older backups of the key store stay closed."
          + " Keep a copy of the file apart from every backup of the keys.";
      case KekSource other -> "The key-encryption key in the token is a new one, and wraps all of " + rewrapped
          + " keys. The old one is destroyed in the token: older backups of the key store stay closed, unless a backup"
          + " of the token has it.";
    });
  }

  private void list(OpenedStore opened) {
    int keys = ErasureListRecovery.rewrite(opened.store());
    out.println("The erasure list " + opened.store().erasureList() + " tells of " + keys + " destroyed keys again.");
  }
}
