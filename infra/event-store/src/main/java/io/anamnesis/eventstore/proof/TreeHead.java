package io.anamnesis.eventstore.proof;

/**
 * How far a tree went and what its root was then; in text {@code <size> <root>}.
 *
 * @param size number of leaves: the last position
 */
public record TreeHead(long size, Hash root) {
  /** Of a log without events. */
  public static final TreeHead EMPTY = new TreeHead(0, MerkleTree.EMPTY_ROOT);

  public TreeHead {
    if (size < 0) {
      throw new MalformedProof("the size of a tree is not below zero");
    }
  }

  static TreeHead parse(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new MalformedProof("a tree is told by its size and its root");
    }
    return new TreeHead(StatementLines.numberOf(text.substring(0, space)), Hash.parse(text.substring(space + 1)));
  }

  String text() {
    return size + " " + root.base64();
  }
}
