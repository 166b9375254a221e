package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.folder.FolderLock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @Test
  void a_second_attempt_in_the_same_process_fails_and_leaves_the_first_its_lock(@TempDir Path temporary)
      throws Exception {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    try (FolderLock _ = FolderLock.acquire(folder).orElseThrow()) {
      assertThat(FolderLock.acquire(folder)).isEmpty();

      Process other = RunningProcess.launch(folder, "--port", "0");
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isEqualTo(StartRefused.FOLDER_IN_USE);
    }
    try (FolderLock _ = FolderLock.acquire(folder).orElseThrow()) {
      assertThat(FolderLock.acquire(folder)).isEmpty();
    }
  }
}
