package io.anamnesis.eventstore.proof;

import java.util.ArrayList;
import java.util.List;

/** That a leaf is in a tree (RFC 6962, section 2.1.1; checked as in RFC 9162, section 2.1.3.2). */
public final class Inclusion {
  private Inclusion() {}

  /**
   * The subtrees whose hashes are the path from a leaf to the root, the leaf's sibling first.
   *
   * @param index of the leaf, from 0
   * @param size of the tree; greater than the index
   */
  public static List<Subtree> path(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + index);
    }
    List<Subtree> path = new ArrayList<>();
    Subtree tree = new Subtree(0, size);
    while (tree.size() > 1) {
      boolean isLeft = index < tree.middle();
      path.add(isLeft ? tree.right() : tree.left());
      tree = isLeft ? tree.left() : tree.right();
    }
    return path.reversed();
  }

  /** Whether the path leads from the leaf at the index to the root of a tree of the size. */
  public static boolean verify(Hash leafHash, long index, long size, List<Hash> path, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    Hash hash = leafHash;
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = MerkleTree.nodeHash(sibling, hash);
        // The last node of a level without a sibling stands for itself on the levels above.
        int alone = Long.numberOfTrailingZeros(node);
        node >>= alone;
        last >>= alone;
      } else {
        hash = MerkleTree.nodeHash(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}
