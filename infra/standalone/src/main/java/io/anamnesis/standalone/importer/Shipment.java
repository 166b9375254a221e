package io.anamnesis.standalone.importer;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends facts in requests of a few thousand. The next request is filled while one is under way, never more: requests must
 * arrive one after the other to keep the order per customer, and memory stays flat.
 */
final class Shipment implements AutoCloseable {
  private static final int FACTS = 5_000;
  private static final int BYTES = 8 << 20;

  private final Instance instance;
  private final Duration shift;
  private final Account account;
  private final ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor();
  private List<Fact> waiting = new ArrayList<>();
  private int waitingBytes;
  private @Nullable Future<?> underWay;

  /** @param shift by which the facts' times are moved */
  Shipment(Instance instance, Duration shift, Account account) {
    this.instance = instance;
    this.shift = shift;
    this.account = account;
  }

  void add(Fact fact) {
    waiting.add(fact);
    waitingBytes += fact.size();
    if (waiting.size() == FACTS || waitingBytes >= BYTES) {
      send();
    }
  }

  /** Sends what is left and waits for the last answer. */
  void finish() {
    if (!waiting.isEmpty()) {
      send();
    }
    join();
  }

  private void send() {
    join();
    List<Fact> batch = waiting;
    waiting = new ArrayList<>();
    waitingBytes = 0;
    underWay = sender.submit(() -> send(batch));
  }

  private void send(List<Fact> batch) {
    var lines = new ByteArrayOutputStream(batch.stream().mapToInt(Fact::size).sum());
    batch.forEach(fact -> fact.writeLine(lines, shift));
    Receipt receipt = instance.send(lines.toByteArray());
    account.answered(receipt, line -> batch.get(line - 1));
  }

  private void join() {
    if (underWay == null) {
      return;
    }
    try {
      underWay.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CannotImport told ? told : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotImport("Interrupted.", e);
    }
    underWay = null;
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }
}
