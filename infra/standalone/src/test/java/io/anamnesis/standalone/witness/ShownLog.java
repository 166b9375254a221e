package io.anamnesis.standalone.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.KeyHandover;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.NaiveTree;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A log that shows whatever past it is told to show, signs it, and proves it as well as that can be done. */
final class ShownLog implements AutoCloseable {
  private static final Instant TIME = Instant.parse("2026-03-01T00:00:00Z");

  private final HttpServer server;
  private final String origin;
  private SignerKey key;
  private List<byte[]> leaves = List.of();
  private String answerInstead = "";
  private String token = "";
  private final List<SignedNote> statements = new ArrayList<>();
  private long epoch;
  private final List<SignedNote> cosigned = new ArrayList<>();

  ShownLog(String origin) throws IOException {
    this.origin = origin;
    this.key = SignerKey.generate(origin, KeyKind.NOTE);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/audit/log/", this::answer);
    server.start();
  }

  void show(String... events) {
    leaves = List.of(events).stream().map(event -> NaiveTree.leafHash(event.getBytes(StandardCharsets.UTF_8))).toList();
  }

  /** In the place of a consistency proof. */
  void answerInstead(String text) {
    answerInstead = text;
  }

  /** That the last question came with. */
  String token() {
    return token;
  }

  void signWith(SignerKey other) {
    key = other;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String vkey() {
    return key.verifier().text();
  }

  List<SignedNote> cosigned() {
    return cosigned;
  }

  private void answer(HttpExchange exchange) throws IOException {
    token = exchange.getRequestHeaders().getFirst("Authorization");
    String path = exchange.getRequestURI().getPath().substring("/api/v1/audit/log/".length());
    if (exchange.getRequestMethod().equals("POST")) {
      cosigned.add(SignedNote.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      return;
    }
    String text = switch (path) {
      case "key" -> vkey() + "\n";
      case "checkpoint" -> checkpoint();
      case "statements" -> SignedNote.all(statements);
      default -> !answerInstead.isEmpty() ? answerInstead : consistency(exchange.getRequestURI().getQuery());
    };
    byte[] answer = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String checkpoint() {
    return new Checkpoint(origin, leaves.size(), Hash.of(NaiveTree.root(leaves)), TIME, epoch).signedWith(key).note();
  }

  /** At what it shows now. */
  void handOverTo(SignerKey next) {
    statements.add(new KeyHandover(origin, statements.size() + 1L, key.verifier(), next.verifier(), epoch, head(), TIME)
        .signedWith(key, next));
    key = next;
  }

  /** What it shows now is what is kept; what it shows next is of the new epoch. */
  void openEpoch(int known, String reason) {
    epoch++;
    statements.add(
        new NewEpoch(origin, statements.size() + 1L, epoch, new TreeHead(known, Hash.of(NaiveTree.root(List.of()))),
            head(), reason, TIME).signedWith(key));
  }

  /** In the place of the last statement. */
  void restate(SignedNote statement) {
    statements.set(statements.size() - 1, statement);
  }

  SignedNote lastStatement() {
    return statements.getLast();
  }

  private TreeHead head() {
    return new TreeHead(leaves.size(), Hash.of(NaiveTree.root(leaves)));
  }

  private String consistency(String query) {
    int from = Integer.parseInt(query.substring("from=".length(), query.indexOf('&')));
    return NaiveTree.consistency(from, leaves).stream()
        .map(hash -> "\"" + Base64.getEncoder().encodeToString(hash) + "\"")
        .collect(Collectors.joining(",", "{\"path\":[", "]}"));
  }

  static ShownLog open(String origin) {
    try {
      return new ShownLog(origin);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
