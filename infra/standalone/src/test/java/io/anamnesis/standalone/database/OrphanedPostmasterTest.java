package io.anamnesis.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanedPostmasterTest {
  @TempDir
  private Path folder;
  private Path note;

  @BeforeEach
  void name() {
    note = folder.resolve("postmaster.pid");
  }

  @Test
  void a_note_with_the_number_of_another_process_is_removed_and_the_process_left_alone() throws IOException {
    Files.writeString(note, ProcessHandle.current().pid() + "\n" + folder + "\n");
    OrphanedPostmaster.stop(folder);
    OrphanedPostmaster.removeStaleNote(folder);
    assertThat(note).doesNotExist();
  }

  @Test
  void a_note_that_a_power_cut_left_empty_is_removed() throws IOException {
    Files.createFile(note);
    OrphanedPostmaster.removeStaleNote(folder);
    assertThat(note).doesNotExist();
  }

  @Test
  void a_note_whose_process_has_ended_is_left_for_postgresql_to_judge() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(note, ended.pid() + "\n" + folder + "\n");
    OrphanedPostmaster.removeStaleNote(folder);
    assertThat(note).exists();
  }

  @Test
  void a_note_of_a_server_that_works_on_the_folder_stays() throws IOException {
    Process server = new ProcessBuilder("sh", "-c", "echo; read line", "-D", folder.toString()).start();
    try {
      server.inputReader().readLine();
      Files.writeString(note, server.pid() + "\n" + folder + "\n");
      OrphanedPostmaster.removeStaleNote(folder);
      assertThat(note).exists();
    } finally {
      server.destroyForcibly();
    }
  }
}
