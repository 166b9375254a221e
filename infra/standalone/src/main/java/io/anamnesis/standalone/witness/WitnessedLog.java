package io.anamnesis.standalone.witness;

import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A log, as its auditors see it over HTTP. */
final class WitnessedLog {
  private static final String LOG = "/api/v1/audit/log/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI url;
  private final Supplier<String> token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

  /** @param token asked for at each call: it may be another one by then */
  WitnessedLog(URI url, Supplier<String> token) {
    this.url = url;
    this.token = token;
  }

  VerifierKey key() {
    return understood(() -> VerifierKey.parse(get("key").strip()));
  }

  SignedNote checkpoint() {
    return understood(() -> SignedNote.parse(get("checkpoint")));
  }

  /** What it has stated beside its checkpoints; a log of before there were statements has made none. */
  List<SignedNote> statements() {
    HttpResponse<String> answer = exchange(request("statements").GET());
    if (answer.statusCode() == 404) {
      return List.of();
    }
    expect(200, answer);
    return understood(() -> SignedNote.parseAll(answer.body()));
  }

  List<Hash> consistency(long from, long to) {
    return understood(() -> {
      JsonNode answer = JsonMapper.shared().readTree(get("proofs/consistency?from=" + from + "&to=" + to));
      // No proof is no proof of anything: an answer of another form must not pass for an empty path, that proves nothing.
      if (!answer.path("path").isArray()) {
        throw new CannotWitness("The answer of " + url + " is no consistency proof.");
      }
      List<Hash> path = new ArrayList<>();
      for (JsonNode hash : answer.get("path")) {
        path.add(Hash.parse(hash.stringValue()));
      }
      return path;
    });
  }

  /** @throws CannotWitness if the log does not take it */
  void cosign(SignedNote note) {
    HttpResponse<String> answer = exchange(request("cosignatures").header("Content-Type", "text/plain; charset=utf-8")
        .POST(BodyPublishers.ofString(note.note())));
    if (answer.statusCode() == 403) {
      throw new CannotWitness("The log does not know this witness, or the token has not the scope auditor. Have the "
          + "witness's public key put into ANAMNESIS_LOG_WITNESSES where the query side runs.");
    }
    expect(204, answer);
  }

  private String get(String path) {
    HttpResponse<String> answer = exchange(request(path).GET());
    expect(200, answer);
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(LOG + path)).timeout(PATIENCE)
        .header("Authorization", "Bearer " + token.get())
        .header("Accept-Language", "en");
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException away) {
      throw new CannotWitness("Nothing answers at " + url + ".");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CannotWitness("Interrupted.");
    }
  }

  private void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new CannotWitness(answer.request().method() + " " + answer.uri().getPath() + " at " + url + " answered "
          + answer.statusCode() + ".");
    }
  }

  /** What reads an answer. */
  @FunctionalInterface
  private interface Reading<T> {
    T read();
  }

  private <T> T understood(Reading<T> reading) {
    try {
      return reading.read();
    } catch (MalformedProof | JacksonException other) {
      throw new CannotWitness("The answer of " + url + " is not understood: " + other.getMessage());
    }
  }
}
