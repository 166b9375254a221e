package io.anamnesis.eventstore.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The recursions of RFC 6962, section 2.1, word by word: what the product's shorter ways are judged by. */
public final class NaiveTree {
  private NaiveTree() {}

  public static byte[] leafHash(byte[] leaf) {
    return sha256(new byte[]{0}, leaf);
  }

  /** MTH over the hashes of leaves. */
  public static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return sha256();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = split(leaves.size());
    return node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  /** PATH(m, D[n]). */
  public static List<byte[]> inclusion(int m, List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int k = split(leaves.size());
    return m < k
        ? and(inclusion(m, leaves.subList(0, k)), root(leaves.subList(k, leaves.size())))
        : and(inclusion(m - k, leaves.subList(k, leaves.size())), root(leaves.subList(0, k)));
  }

  /** PROOF(m, D[n]), for 0 &lt; m &lt; n; nothing for the others. */
  public static List<byte[]> consistency(int m, List<byte[]> leaves) {
    return m == 0 || m == leaves.size() ? List.of() : subproof(m, leaves, true);
  }

  private static List<byte[]> subproof(int m, List<byte[]> leaves, boolean isOld) {
    if (m == leaves.size()) {
      return isOld ? List.of() : List.of(root(leaves));
    }
    int k = split(leaves.size());
    return m <= k
        ? and(subproof(m, leaves.subList(0, k), isOld), root(leaves.subList(k, leaves.size())))
        : and(subproof(m - k, leaves.subList(k, leaves.size()), false), root(leaves.subList(0, k)));
  }

  /** The largest power of two less than n. */
  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  private static List<byte[]> and(List<byte[]> path, byte[] last) {
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  private static byte[] node(byte[] left, byte[] right) {
    return sha256(new byte[]{1}, left, right);
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
