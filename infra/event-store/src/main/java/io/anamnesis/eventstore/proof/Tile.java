package io.anamnesis.eventstore.proof;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to 256 neighbouring hashes of one level of the tree, of which only every eighth is kept (C2SP tlog-tiles): at level 0 the
 * hashes of leaves, at each further level those of full tiles of the level below.
 *
 * @param level 0 to 63
 * @param index from 0, within the level
 * @param width how many hashes of it there are, 1 to 256
 */
public record Tile(int level, long index, int width) {
  public static final int FULL = 256;
  /** Levels of the tree between two levels of tiles. */
  public static final int HEIGHT = 8;

  private static final int HIGHEST = 63;
  private static final Pattern PATH =
      Pattern.compile("(0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public Tile {
    if (level < 0 || level > HIGHEST || index < 0 || width < 1 || width > FULL) {
      throw new MalformedProof("a tile has a level of 0 to 63, an index of 0 or more and 1 to 256 hashes");
    }
  }

  /** The tile that holds the hashes that the node is made of, thought of as full. */
  public static Tile holding(Node node) {
    return new Tile(node.level() / HEIGHT, firstHash(node) / FULL, FULL);
  }

  /** Which of the tile's hashes the node begins with. */
  public static int offsetOf(Node node) {
    return (int) (firstHash(node) % FULL);
  }

  /** How many hashes of its tile the node is made of. */
  public static int hashesOf(Node node) {
    return 1 << node.level() % HEIGHT;
  }

  /** Among the hashes of all tiles of the level. */
  private static long firstHash(Node node) {
    return node.index() << node.level() % HEIGHT;
  }

  /** How many hashes there are at a level of tiles in a tree of a size. */
  public static long hashesAt(int level, long size) {
    return level * HEIGHT >= Long.SIZE - 1 ? 0 : size >> level * HEIGHT;
  }

  /**
   * @param path {@code <L>/<N>} of a full tile, or {@code <L>/<N>.p/<W>}, where the index N is in groups of three digits, all but
   *        the last with an x before them: {@code 0/x001/x234/067}
   * @throws MalformedProof if it is not the path of a tile, in the one form that it has
   */
  public static Tile parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new MalformedProof("a tile is <level>/<index> or <level>/<index>.p/<width>");
    }
    String width = matcher.group(3);
    Tile tile = new Tile(Integer.parseInt(matcher.group(1)),
        Long.parseLong(matcher.group(2).replace("x", "").replace("/", "")),
        width == null ? FULL : Integer.parseInt(width));
    if (!tile.path().equals(path)) {
      throw new MalformedProof("level, index and width of a tile are written in one way only");
    }
    return tile;
  }

  /** As {@link #parse} reads it. */
  public String path() {
    StringBuilder groups = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      groups.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return level + "/" + groups + (width == FULL ? "" : ".p/" + width);
  }
}
