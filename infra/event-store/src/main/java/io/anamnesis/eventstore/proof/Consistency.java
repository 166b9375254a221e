package io.anamnesis.eventstore.proof;

import java.util.ArrayList;
import java.util.List;

/** That a tree only grew (RFC 6962, section 2.1.2; checked as in RFC 9162, section 2.1.4.2). */
public final class Consistency {
  private Consistency() {}

  /**
   * The subtrees whose hashes prove that the tree of {@code to} leaves begins with that of {@code from}; none where {@code from}
   * is 0 or {@code to}.
   */
  public static List<Subtree> path(long from, long to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("a tree of " + to + " leaves does not begin with one of " + from);
    }
    List<Subtree> path = new ArrayList<>();
    if (from == 0) {
      return path;
    }
    Subtree tree = new Subtree(0, to);
    boolean isOld = true;
    while (from != tree.to()) {
      boolean endsLeft = from <= tree.middle();
      path.add(endsLeft ? tree.right() : tree.left());
      isOld &= endsLeft;
      tree = endsLeft ? tree.left() : tree.right();
    }
    // Where it is the old tree itself, who checks has its hash.
    if (!isOld) {
      path.add(tree);
    }
    return path.reversed();
  }

  /**
   * Whether the tree of {@code to} leaves begins with all leaves of that of {@code from}. Every tree begins with the empty one.
   */
  public static boolean verify(long from, Hash fromRoot, long to, Hash toRoot, List<Hash> path) {
    if (from < 0 || from > to) {
      return false;
    }
    if (from == to) {
      return path.isEmpty() && fromRoot.equals(toRoot);
    }
    if (from == 0) {
      return path.isEmpty() && fromRoot.equals(MerkleTree.EMPTY_ROOT);
    }
    return grew(from, fromRoot, to, toRoot, path);
  }

  private static boolean grew(long from, Hash fromRoot, long to, Hash toRoot, List<Hash> path) {
    if (path.isEmpty()) {
      return false;
    }
    boolean isComplete = Long.bitCount(from) == 1;
    Hash start = isComplete ? fromRoot : path.getFirst();
    int alone = Long.numberOfTrailingZeros(~(from - 1));
    long node = (from - 1) >> alone;
    long last = (to - 1) >> alone;
    Hash oldHash = start;
    Hash newHash = start;
    for (Hash sibling : isComplete ? path : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        oldHash = MerkleTree.nodeHash(sibling, oldHash);
        newHash = MerkleTree.nodeHash(sibling, newHash);
        int zeros = Long.numberOfTrailingZeros(node);
        node >>= zeros;
        last >>= zeros;
      } else {
        newHash = MerkleTree.nodeHash(newHash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && oldHash.equals(fromRoot) && newHash.equals(toRoot);
  }
}
