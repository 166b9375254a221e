package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.Node;
import io.anamnesis.eventstore.proof.Tile;

/** Which tile, however many hashes it has. */
record TilePlace(int level, long index) {

  static TilePlace of(Node node) {
    Tile tile = Tile.holding(node);
    return new TilePlace(tile.level(), tile.index());
  }

  static TilePlace of(Tile tile) {
    return new TilePlace(tile.level(), tile.index());
  }
}
