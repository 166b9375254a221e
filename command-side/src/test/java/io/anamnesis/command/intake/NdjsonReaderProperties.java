package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NdjsonReaderProperties {

  /** However the network cuts the bytes, the lines are the same; blank ones count and are no events. */
  @Property(tries = 500)
  void lines_do_not_depend_on_how_they_arrive(@ForAll List<@IntRange(min = 0, max = 90_000) Integer> lengths,
      @ForAll boolean carriageReturns, @ForAll boolean mark, @ForAll @IntRange(min = 1, max = 70_000) int packet) {
    StringBuilder body = new StringBuilder(mark ? "\ufeff" : "");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      String line = "客x".repeat(lengths.get(i) / 4);
      body.append(line).append(carriageReturns ? "\r\n" : "\n");
      if (!line.isEmpty()) {
        expected.add((i + 1) + ":" + line);
      }
    }
    assertThat(lines(inPackets(body.toString().getBytes(StandardCharsets.UTF_8), packet))).isEqualTo(expected);
  }

  @Example
  void the_last_line_needs_no_end() {
    assertThat(lines(new ByteArrayInputStream("a\n\n b".getBytes(StandardCharsets.UTF_8)))).containsExactly("1:a",
        "3: b");
  }

  @Example
  void a_line_of_the_largest_size_is_whole_and_one_byte_more_is_too_large() {
    byte[] body = ("a".repeat(RawFact.MAX_BYTES) + "\r\n" + "b".repeat(RawFact.MAX_BYTES + 1) + "\r\n"
        + "c".repeat(RawFact.MAX_BYTES) + "\n" + "d".repeat(RawFact.MAX_BYTES + 1) + "\ne")
        .getBytes(StandardCharsets.UTF_8);
    NdjsonReader reader = new NdjsonReader(new ByteArrayInputStream(body));

    List<RawFact> read = all(reader);
    assertThat(read).extracting(RawFact::tooLarge).containsExactly(false, true, false, true, false);
    assertThat(read).extracting(raw -> raw.body().length).containsExactly(RawFact.MAX_BYTES, RawFact.MAX_BYTES,
        RawFact.MAX_BYTES, RawFact.MAX_BYTES, 1);
    assertThat(read).extracting(RawFact::line).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Example
  void a_line_without_end_is_never_held() {
    InputStream endless = new InputStream() {
      private long left = 1L << 31;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (left <= 0) {
          return -1;
        }
        left -= length;
        into[from] = 'a';
        return length;
      }
    };
    assertThat(all(new NdjsonReader(endless))).singleElement().satisfies(raw -> {
      assertThat(raw.tooLarge()).isTrue();
      assertThat(raw.body()).hasSize(RawFact.MAX_BYTES);
    });
  }

  @Example
  void of_a_stream_that_breaks_off_the_lines_before_stand() {
    InputStream broken = new InputStream() {
      private int at;

      @Override
      public int read() throws IOException {
        byte[] bytes = "a\nb".getBytes(StandardCharsets.UTF_8);
        if (at == bytes.length) {
          throw new IOException("connection reset");
        }
        return bytes[at++];
      }
    };
    assertThat(lines(broken)).containsExactly("1:a", "2:b");
  }

  private static List<String> lines(InputStream in) {
    return all(new NdjsonReader(in)).stream()
        .map(raw -> raw.line() + ":" + new String(raw.body(), StandardCharsets.UTF_8)).toList();
  }

  private static List<RawFact> all(FactReader reader) {
    List<RawFact> all = new ArrayList<>();
    for (RawFact raw = reader.next(); raw != null; raw = reader.next()) {
      all.add(raw);
    }
    assertThat(reader.next()).as("the end stays the end").isNull();
    return all;
  }

  private static InputStream inPackets(byte[] body, int packet) {
    return new ByteArrayInputStream(body) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, packet));
      }
    };
  }
}
