package io.anamnesis.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfMadeTest {
  @TempDir
  private Path root;
  private DataFolder folder;
  private HalfMade halfMade;
  private Path content;

  @BeforeEach
  void make() throws IOException {
    folder = new DataFolder(root);
    halfMade = new HalfMade(folder);
    content = Files.createDirectories(folder.postgres()).resolve("content");
    Files.createFile(content);
  }

  @Test
  void a_folder_whose_making_was_cut_short_is_removed() throws IOException {
    halfMade.begin();
    halfMade.remove();
    assertThat(folder.postgres()).doesNotExist();
  }

  @Test
  void a_folder_that_was_once_whole_is_never_removed() throws IOException {
    halfMade.begin();
    halfMade.finish();
    halfMade.begin();
    halfMade.remove();
    assertThat(content).exists();
  }

  @Test
  void a_folder_without_any_mark_is_not_removed() throws IOException {
    halfMade.remove();
    assertThat(content).exists();
  }
}
