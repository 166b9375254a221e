package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.Node;
import io.anamnesis.eventstore.proof.Tile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree that grows at its right: of each level of tiles it holds the hashes of the one that is not full yet, which is all that
 * its root and its growth take. What comes of it depends on the leaves alone, not on how many were added at a time.
 */
final class RightEdge {
  private final List<List<Hash>> unfull = new ArrayList<>();
  private final Map<TilePlace, TileRow> grown = new LinkedHashMap<>();
  private long size;

  /** An empty tree. */
  RightEdge() {}

  /**
   * The tree of a size, of which the tiles are kept.
   *
   * @throws LogAltered if they do not hold as many hashes as that takes
   */
  static RightEdge of(long size, Tiles tiles) {
    RightEdge edge = new RightEdge();
    edge.size = size;
    for (TilePlace place : places(size)) {
      List<Hash> held = tiles.hashes(place);
      long expected = Tile.hashesAt(place.level(), size) % Tile.FULL;
      if (held.size() != expected) {
        throw new LogAltered(LogAltered.Finding.TILES_DIFFER, size, "a tile of level " + place.level() + " holds "
            + held.size() + " hashes where " + expected + " belong to the last checkpoint, of size " + size);
      }
      edge.level(place.level()).addAll(held);
    }
    return edge;
  }

  /** The places that {@link #of} asks for. */
  static List<TilePlace> places(long size) {
    List<TilePlace> places = new ArrayList<>();
    for (int level = 0; Tile.hashesAt(level, size) > 0; level++) {
      places.add(new TilePlace(level, Tile.hashesAt(level, size) / Tile.FULL));
    }
    return places;
  }

  long size() {
    return size;
  }

  void add(Hash leaf) {
    add(0, leaf);
    size++;
  }

  private void add(int level, Hash hash) {
    List<Hash> tile = level(level);
    TilePlace place = new TilePlace(level, Tile.hashesAt(level, size) / Tile.FULL);
    grown.computeIfAbsent(place, _ -> new TileRow(place, tile.size())).add(hash);
    tile.add(hash);
    if (tile.size() == Tile.FULL) {
      Hash whole = MerkleTree.root(tile);
      tile.clear();
      add(level + 1, whole);
    }
  }

  private List<Hash> level(int level) {
    while (unfull.size() <= level) {
      unfull.add(new ArrayList<>());
    }
    return unfull.get(level);
  }

  Hash root() {
    return MerkleTree.root(size, this::hash);
  }

  /** What a root is made of lies in tiles that are not full: a full one is a hash of the next level. */
  private Hash hash(Node node) {
    int from = Tile.offsetOf(node);
    return MerkleTree.root(level(Tile.holding(node).level()).subList(from, from + Tile.hashesOf(node)));
  }

  /** What was added to tiles since this was asked last. */
  List<TileRow> takeGrowth() {
    List<TileRow> rows = List.copyOf(grown.values());
    grown.clear();
    return rows;
  }
}
