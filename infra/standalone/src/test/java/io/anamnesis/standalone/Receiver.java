package io.anamnesis.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody's HTTP server that takes files, and answers as it was told to. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Parcel> received = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  /** What came in. */
  public record Parcel(String path, List<Header> headers, byte[] body) {
    public String header(String name) {
      return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).map(Header::value).findFirst()
          .orElse("");
    }
  }

  public record Header(String name, String value) {}

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  /** What the next requests are answered with, before it answers 204 to all others. */
  public void answerNext(int... statuses) {
    for (int status : statuses) {
      answers.add(status);
    }
  }

  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Parcel> received() {
    return List.copyOf(received);
  }

  public List<Parcel> received(String path) {
    return received.stream().filter(parcel -> parcel.path().equals(path)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    List<Header> headers = new ArrayList<>();
    exchange.getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
    received.add(
        new Parcel(exchange.getRequestURI().getPath(), headers, exchange.getRequestBody().readAllBytes()));
    Integer status = answers.poll();
    exchange.getResponseHeaders().set("Location", origin() + "/elsewhere");
    exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
