package io.anamnesis.query.customer.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Server-Sent Events as the HTML standard writes them: lines of UTF-8, an empty one after each event. */
final class Frames {
  /** Says nothing, and keeps the connection in the eyes of whoever stands in between. */
  static final byte[] HEARTBEAT = bytes(": still here\n\n");

  private Frames() {}

  /** How soon to come again. */
  static byte[] retry(Duration retry) {
    return bytes("retry: " + retry.toMillis() + "\n\n");
  }

  /** No event, as it has no data; but the id that the reader comes again with who is cut off before the first event. */
  static byte[] beginning(long position) {
    return bytes("id: " + position + "\n\n");
  }

  /**
   * @param name one line
   * @param data any text; its lines are told one by one, whatever ends them
   */
  static byte[] event(long position, String name, String data) {
    if (isBroken(name)) {
      throw new IllegalArgumentException("the name of an event is one line");
    }
    StringBuilder frame = new StringBuilder(data.length() + 64);
    frame.append("id: ").append(position).append("\nevent: ").append(name);
    for (String line : data.split("\r\n|\r|\n", -1)) {
      frame.append("\ndata: ").append(line);
    }
    return bytes(frame.append("\n\n").toString());
  }

  private static boolean isBroken(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
