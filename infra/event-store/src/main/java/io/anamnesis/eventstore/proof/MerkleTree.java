package io.anamnesis.eventstore.proof;

import java.util.List;

/** Hashing of RFC 6962, section 2.1: leaves and nodes are told apart by a byte before them. */
public final class MerkleTree {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /** The root of a tree without leaves. */
  public static final Hash EMPTY_ROOT = Hash.sha256();

  private MerkleTree() {}

  public static Hash leafHash(byte[] leaf) {
    return Hash.sha256(new byte[]{LEAF}, leaf);
  }

  public static Hash nodeHash(Hash left, Hash right) {
    return Hash.sha256(NODE, left, right);
  }

  /** The root of the tree whose leaves have the given hashes. */
  public static Hash root(List<Hash> leafHashes) {
    return leafHashes.isEmpty() ? EMPTY_ROOT : root(leafHashes, 0, leafHashes.size());
  }

  private static Hash root(List<Hash> leafHashes, int from, int to) {
    if (to - from == 1) {
      return leafHashes.get(from);
    }
    int middle = from + Integer.highestOneBit(to - from - 1);
    return nodeHash(root(leafHashes, from, middle), root(leafHashes, middle, to));
  }

  /** The root of a tree of so many leaves, of which the hashes of complete subtrees are known. */
  public static Hash root(long size, NodeHashes known) {
    return size == 0 ? EMPTY_ROOT : new Subtree(0, size).hash(known);
  }
}
