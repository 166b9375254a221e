package io.anamnesis.standalone.importer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Brings the facts of files into a running instance. */
final class Import {
  private final List<FactFile> files;
  private final Instance instance;
  private final Progress progress;
  private final Account account = new Account();

  Import(List<FactFile> files, Instance instance, Progress progress) {
    this.files = files;
    this.instance = instance;
    this.progress = progress;
  }

  /** File by file, as they are read; memory stays flat. */
  Account inFileOrder() {
    try (Shipment shipment = new Shipment(instance, Duration.ZERO, account)) {
      read(shipment::add);
      shipment.finish();
    }
    progress.done();
    return account;
  }

  /**
   * All files' facts in the order in which they happened; what happened at the same instant keeps the files' order.
   *
   * @param shift by which every time is moved
   */
  Account inTimeOrder(List<Fact> facts, Duration shift) {
    try (Shipment shipment = new Shipment(instance, shift, account)) {
      for (Fact fact : facts) {
        shipment.add(fact);
        progress.at((double) account.sent() / facts.size(), account.sent());
      }
      shipment.finish();
    }
    progress.done();
    return account;
  }

  /** Reads all files without sending anything. */
  List<Fact> factsInTimeOrder() {
    List<Fact> facts = new ArrayList<>();
    read(facts::add);
    facts.sort(Comparator.comparing(fact -> Objects.requireNonNullElse(fact.time(), Instant.MIN)));
    return facts;
  }

  private void read(Consumer<Fact> facts) {
    double total = files.stream().mapToLong(file -> file.file().size()).sum();
    long before = 0;
    for (FactFile file : files) {
      long start = before;
      file.read(facts, account, bytes -> progress.at((start + bytes) / total, account.sent()));
      before += file.file().size();
    }
  }
}
