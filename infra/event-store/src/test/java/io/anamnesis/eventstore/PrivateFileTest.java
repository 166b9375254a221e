package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed in the middle of a write has left beside the file. */
class PrivateFileTest {
  private static final Duration FORGOTTEN = Duration.ofMinutes(2);

  @TempDir
  Path folder;

  @Test
  void a_draft_that_a_killed_process_left_is_deleted_by_who_writes_next() throws IOException {
    PrivateFile file = file();
    file.create("first");
    draft(".key.json.17.new", FORGOTTEN);

    file.replace("second");

    assertThat(names()).containsExactly("key.json");
    assertThat(file.read()).isEqualTo("second");
    draft(".key.json.18.new", FORGOTTEN);
    file.create("it is there already");
    assertThat(names()).containsExactly("key.json");
    assertThat(file.read()).isEqualTo("second");
  }

  @Test
  void a_draft_that_another_process_may_be_writing_is_left_to_it() throws IOException {
    PrivateFile file = file();
    draft(".key.json.17.new", Duration.ZERO);

    file.replace("one");
    assertThat(names()).containsExactly(".key.json.17.new", "key.json");

    file.deleteDrafts();
    assertThat(names()).as("to who is alone").containsExactly("key.json");
  }

  @Test
  void what_is_no_draft_of_the_file_stays() throws IOException {
    List<String> others =
        List.of(".key.json..new", ".key.json.1", ".key.json.x1.new", ".other.json.1.new", "1.new", "key.json.1.new");
    for (String other : others) {
      draft(other, FORGOTTEN);
    }
    PrivateFile file = file();
    file.replace("one");
    file.deleteDrafts();
    assertThat(names()).containsAll(others).hasSize(others.size() + 1);
  }

  @Test
  void a_draft_is_named_so_that_it_is_found() throws IOException {
    // What the name of a draft is made of is the platform's: of digits, as far as this goes by it.
    Path draft = Files.createTempFile(folder, ".key.json.", ".new");
    assertThat(PrivateFile.draftsOf(folder.resolve("key.json"))).containsExactly(draft);
  }

  private PrivateFile file() {
    return new PrivateFile(folder.resolve("key.json"), "a key");
  }

  private void draft(String name, Duration age) throws IOException {
    Path draft = Files.writeString(folder.resolve(name), "secret");
    Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minus(age)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
