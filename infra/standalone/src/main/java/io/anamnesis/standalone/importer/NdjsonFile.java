package io.anamnesis.standalone.importer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Facts that are written as such already: a CloudEvent a line. They are sent as they are. */
record NdjsonFile(DataFile file) implements FactFile {
  @Override
  public void read(Consumer<Fact> facts, Account account, LongConsumer progress) {
    try (InputStream in = file.unpack(new CountedInputStream(file.openStored(), progress));
        // Latin-1 keeps every byte as it is: the instance judges them, not this program.
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16)) {
      long number = 0;
      for (String line; (line = lines.readLine()) != null;) {
        number++;
        account.rowsRead(file.fileName(), 1);
        if (line.isBlank()) {
          account.withoutFact(file.fileName(), 1);
        } else {
          facts.accept(Fact.asItIs(line.getBytes(StandardCharsets.ISO_8859_1), file.fileName(), number));
        }
      }
    } catch (IOException e) {
      throw new CannotImport("The file " + file.fileName() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
