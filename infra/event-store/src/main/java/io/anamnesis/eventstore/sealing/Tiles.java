package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.Node;
import io.anamnesis.eventstore.proof.NodeHashes;
import io.anamnesis.eventstore.proof.Tile;
import java.util.List;
import java.util.Map;

/** Tiles that were read. One of which there is no row has no hashes. */
record Tiles(Map<TilePlace, List<Hash>> read) implements NodeHashes {

  List<Hash> hashes(TilePlace place) {
    return read.getOrDefault(place, List.of());
  }

  /** @throws LogAltered if the tile, that a checkpoint covers, does not hold it */
  @Override
  public Hash of(Node node) {
    List<Hash> tile = hashes(TilePlace.of(node));
    int from = Tile.offsetOf(node);
    int to = from + Tile.hashesOf(node);
    if (to > tile.size()) {
      throw new LogAltered(LogAltered.Finding.TILES_DIFFER, node.index() << node.level(),
          "hashes of a tile are missing that a checkpoint covers");
    }
    return MerkleTree.root(tile.subList(from, to));
  }
}
