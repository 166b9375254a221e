package io.anamnesis.query.insight.report.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What files sent to webhooks are signed with: HMAC-SHA256, under a key that is the receiver's own. That key is derived from one
 * secret and the receiver's origin, so that no receiver can sign what another one believes.
 */
public final class WebhookSecret {
  private static final String HMAC = "HmacSHA256";
  private static final int SHORTEST = 32;
  private static final int RANDOM_BYTES = 33;
  private static final int BUFFER = 1 << 16;

  private final byte[] secret;

  private WebhookSecret(byte[] secret) {
    this.secret = secret;
  }

  /**
   * The secret of a file, which is made with a random one where there is none.
   *
   * @throws IllegalStateException if it is too short to be one
   */
  public static WebhookSecret in(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      String text = Files.readString(file).strip();
      if (text.length() < SHORTEST) {
        throw new IllegalStateException(
            "the secret for webhooks must have " + SHORTEST + " characters at least: " + file);
      }
      return new WebhookSecret(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException("the secret for webhooks cannot be read or made", failed);
    }
  }

  /** Whole as soon as it can be seen, and readable by its owner alone; of several processes the first one makes it. */
  private static void create(Path file) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    Path folder = file.toAbsolutePath().getParent();
    Path made = Files.createTempFile(folder, "webhook", null);
    try {
      Files.writeString(made, Base64.getUrlEncoder().encodeToString(random) + "\n");
      Files.createLink(file, made);
    } catch (FileAlreadyExistsException anotherWasFirst) {
      // Its secret is the secret.
    } finally {
      Files.delete(made);
    }
  }

  /**
   * The signature as {@code webhook-signature} has it.
   *
   * @param before what is signed before the content
   */
  String sign(URI target, String before, InputStream content) throws IOException {
    byte[] key = mac(secret).doFinal(Origin.of(target).text().getBytes(StandardCharsets.UTF_8));
    Mac mac = mac(key);
    mac.update(before.getBytes(StandardCharsets.UTF_8));
    byte[] buffer = new byte[BUFFER];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      mac.update(buffer, 0, read);
    }
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
