package io.anamnesis.standalone.acceptance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Checks a C2SP signed note with nothing but the JDK. */
final class PlainEd25519 {
  /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ID_BYTES = 4;

  private PlainEd25519() {}

  /** @param vkey {@code <name>+<id>+<base 64 of kind and key>} */
  static boolean verifies(String note, String vkey) {
    int end = note.lastIndexOf("\n\n");
    byte[] text = note.substring(0, end + 1).getBytes(StandardCharsets.UTF_8);
    String name = vkey.strip().split("\\+", 3)[0];
    String line = note.substring(end + 2).lines().filter(one -> one.startsWith("— " + name + " ")).findFirst()
        .orElseThrow();
    byte[] signature = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
    byte[] typed = Base64.getDecoder().decode(vkey.strip().split("\\+", 3)[2]);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(PREFIX);
    encoded.write(typed, 1, typed.length - 1);
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray())));
      check.update(text);
      return check.verify(Arrays.copyOfRange(signature, ID_BYTES, signature.length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
