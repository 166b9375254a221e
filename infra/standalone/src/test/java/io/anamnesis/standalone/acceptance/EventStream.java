package io.anamnesis.standalone.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Listens to Server-Sent Events as the HTML standard has a browser do it, and remembers the last event id. */
final class EventStream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpResponse<InputStream> response;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> comments = new LinkedBlockingQueue<>();
  private final Thread listener;
  private volatile String lastEventId = "";
  private volatile String retry = "";
  private volatile boolean begun;

  /** An event that was dispatched. */
  record Event(String id, String type, String data) {
    long position() {
      return Long.parseLong(id);
    }

    JsonNode json() {
      return Facts.parse(data);
    }
  }

  private EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    this.listener = Thread.startVirtualThread(this::listen);
  }

  static EventStream of(Client client, String customer, String... headers) {
    return at(client, "/api/v1/customers/" + customer + "/stream", headers);
  }

  static EventStream at(Client client, String path, String... headers) {
    HttpResponse<InputStream> response = client.open(path, headers);
    if (response.statusCode() != 200) {
      throw new AssertionError("GET " + path + ": " + response.statusCode());
    }
    return new EventStream(response);
  }

  /** What a reader sends who comes again. */
  static String[] after(String lastEventId) {
    return lastEventId.isEmpty() ? new String[0] : new String[]{"Last-Event-ID", lastEventId};
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  String lastEventId() {
    return lastEventId;
  }

  String retry() {
    return retry;
  }

  /** Waits for the first lines, which are no event. */
  EventStream begun() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!begun && System.nanoTime() < until) {
      Thread.sleep(1);
    }
    if (!begun) {
      throw new AssertionError("nothing came at all");
    }
    return this;
  }

  /** The next event; null where none comes in time. */
  @Nullable
  Event poll(Duration patience) throws InterruptedException {
    return events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  Event next() throws InterruptedException {
    Event event = poll(PATIENCE);
    if (event == null) {
      throw new AssertionError("no event came in " + PATIENCE);
    }
    return event;
  }

  List<Event> next(int number) throws InterruptedException {
    List<Event> came = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      came.add(next());
    }
    return came;
  }

  /** The next comment; null where none comes in time. */
  @Nullable
  String comment(Duration patience) throws InterruptedException {
    return comments.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the other side ends it in time. */
  boolean ends(Duration patience) throws InterruptedException {
    return listener.join(patience);
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      StringBuilder data = new StringBuilder();
      String type = "";
      String id = lastEventId;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        String text = value.startsWith(" ") ? value.substring(1) : value;
        if (line.isEmpty()) {
          lastEventId = id;
          if (!data.isEmpty()) {
            events.add(new Event(id, type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1)));
          }
          data.setLength(0);
          type = "";
          begun = true;
        } else if (colon == 0) {
          comments.add(text);
        } else {
          Map<String, Runnable> fields = Map.of("data", () -> data.append(text).append('\n'), "retry",
              () -> retry = text);
          fields.getOrDefault(field, () -> {}).run();
          type = field.equals("event") ? text : type;
          id = field.equals("id") ? text : id;
        }
      }
    } catch (IOException closed) {
      // By this side or by the other one.
    }
  }

  /** Breaks the connection off, wherever it stands. */
  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
