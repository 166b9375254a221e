package io.anamnesis.query.customer.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Whatever is written is read again by the rules of the HTML standard, and nothing of it passes for something else. */
class FramesTest {

  /** What a reader has of an event. */
  private record Dispatched(String lastEventId, String type, String data) {}

  /** The standard's interpretation of a stream, written down from its text. */
  private static List<Dispatched> read(String stream) {
    List<Dispatched> dispatched = new ArrayList<>();
    StringBuilder data = new StringBuilder();
    String type = "";
    String id = "";
    for (String line : new BufferedReader(new StringReader(stream)).lines().toList()) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          dispatched.add(new Dispatched(id, type, data.substring(0, data.length() - 1)));
        }
        data.setLength(0);
        type = "";
      } else if (field.equals("data")) {
        data.append(value).append('\n');
      } else if (field.equals("event")) {
        type = value;
      } else if (field.equals("id")) {
        id = value;
      }
    }
    return dispatched;
  }

  private static String text(byte[]... frames) {
    StringBuilder text = new StringBuilder();
    for (byte[] frame : frames) {
      text.append(new String(frame, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('\r', '\n', ':', ' ', 'd', 'i', '\u2028', '\u0085').all().ofMaxLength(40)
        .filter(text -> text.chars().noneMatch(letter -> Character.isSurrogate((char) letter)));
  }

  @Property
  void an_event_is_read_as_it_was_written_and_none_beside_it(@ForAll("texts") String data, @ForAll("texts") String next,
      @ForAll @LongRange(min = 1) long position) {
    String stream = text(Frames.retry(Duration.ofSeconds(2)), Frames.beginning(0), Frames.event(position, "a.b", data),
        Frames.HEARTBEAT, Frames.event(position + 1, "c", next));

    assertThat(read(stream)).containsExactly(new Dispatched(Long.toString(position), "a.b", lines(data)),
        new Dispatched(Long.toString(position + 1), "c", lines(next)));
  }

  /** Which line break it was a stream does not tell. */
  private static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  @Test
  void a_frame_is_to_the_letter_what_the_standard_shows() {
    assertThat(text(Frames.event(7, "purchase.made", "{}"))).isEqualTo("id: 7\nevent: purchase.made\ndata: {}\n\n");
    assertThat(text(Frames.retry(Duration.ofSeconds(2)))).isEqualTo("retry: 2000\n\n");
    assertThat(text(Frames.beginning(7))).isEqualTo("id: 7\n\n");
    assertThat(text(Frames.HEARTBEAT)).startsWith(":").endsWith("\n\n");
  }

  @Test
  void a_name_of_several_lines_is_none() {
    for (String name : List.of("a\nb", "a\rb", "\n")) {
      assertThatThrownBy(() -> Frames.event(1, name, "{}")).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
