package io.anamnesis.eventstore.conformance;

import java.io.IOException;
import java.nio.file.Path;

/** A place for a cluster where space will be short for a while. */
sealed interface Shortage extends AutoCloseable permits SmallDisk, ShortFiles {

  /** A disk of its own where that is allowed, else a limit for the length of files. Says which. */
  static Shortage prepare() throws IOException {
    Shortage shortage = SmallDisk.mount().map(Shortage.class::cast).orElseGet(ShortFiles::new);
    System.out.println("the disk of the test is short by " + shortage.how());
    return shortage;
  }

  String how();

  Path folder();

  void begin(OwnCluster cluster) throws IOException;

  void end(OwnCluster cluster) throws IOException;

  @Override
  void close() throws IOException;
}
