package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Emmett, on Node in a process of its own: {@code emmett.mjs} keeps as many appends under way as there are callers, each to
 * the stream of a customer. It reads by Emmett's own consumer.
 */
final class EmmettAppends implements Gated {
  private final Cluster cluster;
  private final String database;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Queue<CompletableFuture<EmmettAnswer.Appended>> measuring = new ConcurrentLinkedQueue<>();
  private final Map<UUID, CompletableFuture<Boolean>> appending = new ConcurrentHashMap<>();
  private final Queue<UUID> read = new ConcurrentLinkedQueue<>();
  private final Conversation node;

  EmmettAppends(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    List<String> command = new ArrayList<>(NodePackages.installed().command("emmett.mjs"));
    command.addAll(List.of(cluster.url(database).replace("//", "//postgres@"), Integer.toString(callers),
        Integer.toString(Facts.SUBJECTS), Facts.TYPE, Facts.PAYLOAD, Facts.METADATA));
    this.node = new Conversation(command, line -> hear(EmmettAnswer.parse(line)), this::giveUp);
    ready.join();
  }

  /** Its tables it makes itself. */
  static void create(Cluster cluster, String database) {
    NodePackages.install();
    cluster.create(database);
  }

  @Override
  public String name() {
    return "Emmett";
  }

  @Override
  public Measurement measure(Duration time) {
    CompletableFuture<EmmettAnswer.Appended> answer = new CompletableFuture<>();
    measuring.add(answer);
    long cpu = node.cpuMicros() + cluster.cpuMicros();
    node.say("measure " + time.toMillis() / 1e3);
    EmmettAnswer.Appended appended = answer.join();
    long used = node.cpuMicros() + cluster.cpuMicros() - cpu;
    return new Measurement(appended.events() / appended.seconds(), (double) used / appended.events());
  }

  @Override
  public void close() {
    node.close();
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public EventRows rows() {
    return new EventRows("emt_messages", "message_id", "transaction_id, global_position");
  }

  @Override
  public void append(UUID id, String stream, long seq) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    appending.put(id, answer);
    node.say("append " + id + " " + stream + " " + seq);
    if (!answer.join()) {
      throw new IllegalStateException("the event was refused");
    }
  }

  @Override
  public Follower follow() {
    node.say("follow");
    return () -> {
      List<UUID> ids = new ArrayList<>();
      for (UUID id = read.poll(); id != null; id = read.poll()) {
        ids.add(id);
      }
      return ids;
    };
  }

  private void hear(EmmettAnswer answer) {
    switch (answer) {
      case EmmettAnswer.Ready isReady -> ready.complete(null);
      case EmmettAnswer.Appended appended -> measuring.remove().complete(appended);
      case EmmettAnswer.Settled(UUID event, boolean isRecorded) ->
        Objects.requireNonNull(appending.remove(event)).complete(isRecorded);
      case EmmettAnswer.Read(UUID event) -> read.add(event);
    }
  }

  /** Whoever waits for an answer of a program that has ended waits no longer. */
  private void giveUp() {
    IllegalStateException ended = new IllegalStateException("Emmett has ended");
    ready.completeExceptionally(ended);
    measuring.forEach(answer -> answer.completeExceptionally(ended));
    appending.values().forEach(answer -> answer.completeExceptionally(ended));
  }
}
