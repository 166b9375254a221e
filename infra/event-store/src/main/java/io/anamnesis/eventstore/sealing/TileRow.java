package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.Hash;
import java.io.ByteArrayOutputStream;

/** What one sealing adds to a tile. */
final class TileRow {
  private final TilePlace place;
  private final int first;
  private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();

  /** @param first how many hashes the tile has already */
  TileRow(TilePlace place, int first) {
    this.place = place;
    this.first = first;
  }

  void add(Hash hash) {
    hashes.writeBytes(hash.bytes());
  }

  TilePlace place() {
    return place;
  }

  int first() {
    return first;
  }

  byte[] hashes() {
    return hashes.toByteArray();
  }
}
