package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.Subtree;
import io.anamnesis.eventstore.proof.Tile;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.eventstore.sealing.LogAltered.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at what is sealed before anything is added to it: that the last checkpoint is of this key, that the tiles come to its root,
 * that the log is as long as it says, that the events of the last tile are those that were sealed, and that all this goes on from
 * the checkpoint that is remembered outside of the database. It cannot look at all events each time: who verifies does.
 */
record SealCheck(EventLog log, LogSchema schema, VerifierKey key, Optional<Checkpoint> remembered) {

  /** @throws LogAltered if the database should hold a checkpoint and holds none */
  RightEdge none() {
    remembered.filter(signed -> signed.size() > 0).ifPresent(signed -> {
      throw new LogAltered(Finding.CHECKPOINT_DIFFERS, signed.size(),
          "this key has signed a checkpoint of size " + signed.size() + " already, and the database holds none");
    });
    return new RightEdge();
  }

  /** The tree of the last checkpoint, to go on from. */
  RightEdge of(SealedCheckpoint last, Connection connection) throws SQLException {
    Checkpoint checkpoint = own(last);
    long head = log.head();
    if (head < checkpoint.size()) {
      throw new LogAltered(Finding.EVENTS_MISSING, head + 1,
          "the log ends at " + head + ", and " + checkpoint.size() + " events are sealed");
    }
    Tiles tiles = new TileRows(schema).read(connection, places(checkpoint.size()));
    RightEdge edge = RightEdge.of(checkpoint.size(), tiles);
    if (!edge.root().equals(checkpoint.root())) {
      throw new LogAltered(Finding.TILES_DIFFER, checkpoint.size(),
          "the tiles do not come to the root of the last checkpoint, of size " + checkpoint.size());
    }
    compareEvents(lastTile(checkpoint.size()), tiles);
    compareRemembered(checkpoint, tiles);
    return edge;
  }

  private Checkpoint own(SealedCheckpoint last) {
    if (!last.key().equals(key) || !last.note().isSignedBy(key)) {
      throw new LogAltered(Finding.OTHER_KEY, last.size(),
          "the last checkpoint, of size " + last.size() + ", is not signed by the key " + key.text());
    }
    return last.checkpoint();
  }

  private List<TilePlace> places(long size) {
    List<TilePlace> places = new ArrayList<>(RightEdge.places(size));
    if (size > 0) {
      places.add(lastTile(size));
    }
    remembered.filter(signed -> signed.size() > 0).ifPresent(signed -> new Subtree(0, signed.size()).nodes()
        .forEach(node -> places.add(TilePlace.of(node))));
    return places.stream().distinct().toList();
  }

  private static TilePlace lastTile(long size) {
    return new TilePlace(0, Math.max(0, size - 1) / Tile.FULL);
  }

  private void compareEvents(TilePlace place, Tiles tiles) {
    List<Hash> sealed = tiles.hashes(place);
    long before = place.index() * Tile.FULL;
    long end = before + sealed.size();
    long reached = before;
    while (reached < end) {
      List<StoredEvent> page = log.read(reached, (int) (end - reached));
      if (page.isEmpty()) {
        throw new LogAltered(Finding.EVENTS_MISSING, reached + 1,
            "the log ends at " + reached + ", and " + end + " events are sealed");
      }
      for (StoredEvent event : page) {
        if (!Leaf.hashOf(event).equals(sealed.get((int) (event.position() - 1 - before)))) {
          throw new LogAltered(Finding.EVENT_DIFFERS, event.position(),
              "the event at position " + event.position() + " is not the one that was sealed");
        }
      }
      reached = page.getLast().position();
    }
  }

  private void compareRemembered(Checkpoint last, Tiles tiles) {
    if (remembered.isEmpty()) {
      return;
    }
    Checkpoint signed = remembered.get();
    if (signed.size() > last.size() || !MerkleTree.root(signed.size(), tiles).equals(signed.root())) {
      throw new LogAltered(Finding.CHECKPOINT_DIFFERS, Math.min(signed.size(), last.size()),
          "this key has signed a checkpoint of size " + signed.size() + " that what is sealed, up to " + last.size()
              + ", does not go on from");
    }
  }
}
