package io.anamnesis.eventstore.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Signs notes as C2SP tells it, with the keys of RFC 8032, section 7.1, that everybody knows. */
record TestSigner(String name, int type, String seed, String publicKey) {
  static final TestSigner LOG = new TestSigner("anamnesis.example/log", 1,
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  /** Of the same log, later. */
  static final TestSigner NEXT = new TestSigner("anamnesis.example/log", 1,
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  static final TestSigner WITNESS = new TestSigner("witness.example/w1", 4,
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

  String vkey() {
    return name + "+" + HexFormat.of().formatHex(id()) + "+" + base64(typed(publicKey));
  }

  String skey() {
    return "PRIVATE+KEY+" + name + "+" + HexFormat.of().formatHex(id()) + "+" + base64(typed(seed));
  }

  /** A signature line with its newline. */
  String line(String text) {
    return "— " + name + " " + base64(joined(id(), sign(text.getBytes(StandardCharsets.UTF_8)))) + "\n";
  }

  String cosignatureLine(String text, long time) {
    byte[] signed = sign(("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
    return "— " + name + " "
        + base64(joined(id(), joined(ByteBuffer.allocate(8).putLong(time).array(), signed))) + "\n";
  }

  private byte[] id() {
    byte[] hash = NaiveTree.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed(publicKey));
    return Arrays.copyOf(hash, 4);
  }

  private byte[] typed(String hex) {
    return joined(new byte[]{(byte) type}, HexFormat.of().parseHex(hex));
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(KeyFactory.getInstance("Ed25519")
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, HexFormat.of().parseHex(seed))));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
