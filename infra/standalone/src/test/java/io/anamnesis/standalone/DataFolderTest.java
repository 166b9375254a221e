package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @Test
  void a_reset_removes_what_killed_processes_have_left_of_secrets_and_nothing_else(@TempDir Path temporary)
      throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    folder.create();
    for (String secret : List.of(".log.skey.1.new", ".log.next.skey.2.new", ".reads.skey.3.new", ".erasures.list.4.new",
        "keys/.kek.json.5.new", "log.skey")) {
      Files.writeString(folder.root().resolve(secret), "secret");
    }
    Files.writeString(folder.root().resolve("notes.txt"), "somebody's own");

    folder.reset();

    try (Stream<Path> left = Files.list(folder.root())) {
      assertThat(left).containsExactly(folder.root().resolve("notes.txt"));
    }
  }
}
