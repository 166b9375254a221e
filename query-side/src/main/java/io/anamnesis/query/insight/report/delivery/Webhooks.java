package io.anamnesis.query.insight.report.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Posts files, signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it: {@code webhook-id, webhook-timestamp,
 * webhook-signature}. A receiver has taken a file when it answers with 200 to 299. Redirects are not followed: where they lead
 * nobody has allowed.
 */
public final class Webhooks implements Courier, AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration ANSWERING = Duration.ofSeconds(30);
  private static final int GONE = 410;

  private final WebhookTargets targets;
  private final WebhookSecret secret;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECTING).build();

  public Webhooks(WebhookTargets targets, WebhookSecret secret, Clock clock) {
    this.targets = targets;
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public void deliver(String target, Parcel parcel) throws NotTaken {
    if (targets.fault(target).isPresent()) {
      // It was allowed when the report was defined.
      throw NotTaken.yet("not-allowed");
    }
    try {
      judge(status(request(URI.create(target), parcel)));
    } catch (HttpConnectTimeoutException | ConnectException noWay) {
      throw NotTaken.yet("unreachable");
    } catch (HttpTimeoutException slow) {
      throw NotTaken.yet("timeout");
    } catch (IOException broken) {
      throw NotTaken.yet("broken-off");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw NotTaken.yet("stopped");
    }
  }

  private int status(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    // What it says is nobody's business, however long it is.
    answer.body().close();
    return answer.statusCode();
  }

  private static void judge(int status) throws NotTaken {
    if (status == GONE) {
      throw NotTaken.ever("http-" + status);
    }
    if (status < 200 || status > 299) {
      throw NotTaken.yet("http-" + status);
    }
  }

  private HttpRequest request(URI target, Parcel parcel) throws IOException {
    String id = parcel.id().toString();
    String now = Long.toString(clock.instant().getEpochSecond());
    try (InputStream content = parcel.content().open()) {
      return HttpRequest.newBuilder(target).timeout(ANSWERING).POST(body(parcel))
          .header("Content-Type", parcel.mediaType())
          .header("Content-Disposition", "attachment; filename=\"" + parcel.fileName() + '"')
          .header("Repr-Digest", "sha-256=:" + base64(parcel.sha256()) + ":").header("Idempotency-Key", '"' + id + '"')
          .header("webhook-id", id).header("webhook-timestamp", now)
          .header("webhook-signature", secret.sign(target, id + "." + now + ".", content))
          .header("Report-Name", parcel.report()).header("Report-Run", Integer.toString(parcel.run()))
          .header("Report-Due", parcel.due().toString()).header("Report-Late", Boolean.toString(parcel.late()))
          .header("Report-Rows", Long.toString(parcel.rows())).header("Position", Long.toString(parcel.position()))
          .build();
    }
  }

  private static BodyPublisher body(Parcel parcel) {
    BodyPublisher file = BodyPublishers.ofInputStream(() -> {
      try {
        return parcel.content().open();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    });
    return parcel.size() == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(file, parcel.size());
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
