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
    return leafHashes.isEmpty()
        ? EMPTY_ROOT
        : new Subtree(0, leafHashes.size()).hash(node -> complete(leafHashes, node));
  }

  /** The root of a tree of so many leaves, of which the hashes of complete subtrees are known. */
  public static Hash root(long size, NodeHashes known) {
    return size == 0 ? EMPTY_ROOT : new Subtree(0, size).hash(known);
  }

  /** The hash of a complete subtree over hashes of level 0. */
  private static Hash complete(List<Hash> leafHashes, Node node) {
    return node.level() == 0
        ? leafHashes.get(Math.toIntExact(node.index()))
        : nodeHash(complete(leafHashes, node.left()), complete(leafHashes, node.right()));
  }
}
