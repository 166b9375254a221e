package io.anamnesis.eventstore.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * What RFC 6962 calls {@code D[from:to]}, as it comes up in its recursion: the leaves {@code from} to {@code to − 1}, of which
 * the left half, the largest power of two that is less than all, is complete.
 */
public record Subtree(long from, long to) {
  public Subtree {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a subtree has one leaf at least");
    }
  }

  long size() {
    return to - from;
  }

  /** Where its right half begins; it has two leaves at least. */
  long middle() {
    return from + Long.highestOneBit(size() - 1);
  }

  Subtree left() {
    return new Subtree(from, middle());
  }

  Subtree right() {
    return new Subtree(middle(), to);
  }

  /** The complete subtrees that it is made of, from left to right, the largest first. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    long begin = from;
    while (begin < to) {
      int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(to - begin);
      nodes.add(new Node(level, begin >> level));
      begin += 1L << level;
    }
    return nodes;
  }

  /** Its hash, of which only those of {@link #nodes} are asked for. */
  public Hash hash(NodeHashes known) {
    List<Node> nodes = nodes();
    Hash hash = known.of(nodes.getLast());
    for (Node node : nodes.reversed().subList(1, nodes.size())) {
      hash = MerkleTree.nodeHash(known.of(node), hash);
    }
    return hash;
  }
}
