package io.anamnesis.eventstore.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The line between clients and a database server, which breaks as told. It knows nothing of what runs over it, so every
 * client is befallen alike.
 */
final class Line implements AutoCloseable {
  private final String url;
  private final InetSocketAddress server;
  private final ServerSocket entrance;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private final AtomicReference<BooleanSupplier> cut = new AtomicReference<>(Line::never);
  private final AtomicReference<Hold> hold = new AtomicReference<>(new Hold(Long.MAX_VALUE));
  private volatile boolean down;

  private Line(String url, InetSocketAddress server, ServerSocket entrance) {
    this.url = url;
    this.server = server;
    this.entrance = entrance;
  }

  /** @param url JDBC URL of the server behind it */
  static Line to(String url) throws IOException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    InetSocketAddress server = new InetSocketAddress(source.getServerNames()[0], source.getPortNumbers()[0]);
    ServerSocket entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    source.setServerNames(new String[]{"127.0.0.1"});
    source.setPortNumbers(new int[]{entrance.getLocalPort()});
    String byLine = source.getUrl() + (source.getUrl().contains("?") ? "&" : "?") + "user=" + source.getUser()
        + (source.getPassword() == null ? "" : "&password=" + source.getPassword());
    Line line = new Line(byLine, server, entrance);
    Thread.ofPlatform().daemon().name("line").start(line::accept);
    return line;
  }

  /** JDBC URL by which the server is reached over this line. */
  String url() {
    return url;
  }

  /** Of all connections the first answer that comes when the condition holds does not arrive: its connection is cut. */
  void cutAnswerWhen(BooleanSupplier condition) {
    cut.set(condition);
  }

  /** Lets some bytes of requests pass; those after them are on their way until the hold is let go. */
  Hold holdRequestsAfter(long bytes) {
    Hold held = new Hold(bytes);
    hold.set(held);
    return held;
  }

  /** Cuts all connections and lets none through any more. */
  void goDown() {
    down = true;
    ends.forEach(Line::close);
  }

  void comeUp() {
    down = false;
  }

  private static boolean never() {
    return false;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        if (down) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException closedOrServerAway) {
        // The client sees its connection closed.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket far = new Socket();
    try {
      far.connect(server);
    } catch (IOException away) {
      client.close();
      throw away;
    }
    ends.add(client);
    ends.add(far);
    client.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    Thread.ofVirtual().start(() -> carry(client, far, this::sendRequest));
    Thread.ofVirtual().start(() -> carry(far, client, this::sendAnswer));
  }

  private void carry(Socket from, Socket to, Carrier carrier) {
    byte[] piece = new byte[8192];
    try (from; to) {
      InputStream in = from.getInputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        carrier.send(piece, length, to.getOutputStream());
      }
    } catch (IOException cutOff) {
      // Both ends are closed.
    } finally {
      ends.remove(from);
      ends.remove(to);
    }
  }

  private void sendRequest(byte[] piece, int length, OutputStream out) throws IOException {
    Hold held = hold.get();
    int passing = held.passing(length);
    out.write(piece, 0, passing);
    if (passing < length) {
      held.await();
      out.write(piece, passing, length - passing);
    }
  }

  private void sendAnswer(byte[] piece, int length, OutputStream out) throws IOException {
    BooleanSupplier condition = cut.get();
    if (condition.getAsBoolean() && cut.compareAndSet(condition, Line::never)) {
      throw new IOException("cut as told");
    }
    out.write(piece, 0, length);
  }

  @Override
  public void close() {
    hold.get().letGo();
    try (entrance) {
      ends.forEach(Line::close);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void close(Socket end) {
    try {
      end.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Requests that do not get through. */
  static final class Hold {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private long left;

    private Hold(long bytes) {
      this.left = bytes;
    }

    private synchronized int passing(int length) {
      if (over.getCount() == 0) {
        return length;
      }
      int passing = (int) Math.min(left, length);
      left -= passing;
      return passing;
    }

    private void await() throws IOException {
      reached.countDown();
      try {
        over.await();
      } catch (InterruptedException interrupted) {
        throw new IOException(interrupted);
      }
    }

    boolean isReachedWithin(int seconds) throws InterruptedException {
      return reached.await(seconds, TimeUnit.SECONDS);
    }

    void letGo() {
      over.countDown();
    }
  }

  /** How one direction is served. */
  @FunctionalInterface
  private interface Carrier {
    void send(byte[] piece, int length, OutputStream out) throws IOException;
  }
}
