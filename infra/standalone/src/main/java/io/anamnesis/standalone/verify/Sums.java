package io.anamnesis.standalone.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code SHA256SUMS}: a digest of every other file, in the form of {@code sha256sum} and written in one way only. */
final class Sums {
  static final String NAME = "SHA256SUMS";

  private Sums() {}

  static void check(BundleFiles files, Findings findings) throws IOException {
    String told = new String(files.small(NAME), StandardCharsets.ISO_8859_1);
    StringBuilder expected = new StringBuilder();
    for (String name : BundleFiles.NAMES.subList(0, BundleFiles.NAMES.size() - 1)) {
      String digest = digest(files, name);
      String line = digest + "  " + name + "\n";
      if (digest.isEmpty() || !told.contains(line)) {
        findings.add(name + " is not as it was written");
      }
      expected.append(line);
    }
    if (findings.isEmpty() && !told.contentEquals(expected)) {
      findings.add(NAME + " is not as it was written");
    }
  }

  /** Of what cannot be read to its end it is nobody's. */
  private static String digest(BundleFiles files, String name) {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = files.open(name)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    } catch (IOException broken) {
      return "";
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
