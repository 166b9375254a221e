package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.Subtree;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.Tile;
import io.anamnesis.eventstore.proof.TreeHead;
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
record SealCheck(EventLog log, LogSchema schema, Succession succession, Optional<TreeHead> remembered) {

  /**
   * @param signed the last checkpoint that is remembered; of an earlier epoch it counts no more, but what was kept of it does
   */
  static SealCheck of(EventLog log, LogSchema schema, Succession succession, Optional<Checkpoint> signed) {
    Optional<TreeHead> kept = succession.epochs().isEmpty()
        ? Optional.empty()
        : Optional.of(succession.epochs().getLast().kept());
    return new SealCheck(log, schema, succession,
        signed.filter(checkpoint -> checkpoint.epoch() == succession.epoch()).map(Checkpoint::head).or(() -> kept));
  }

  /** What is remembered, where it is further than what is sealed: signed by a process that died before anybody could see it. */
  Optional<TreeHead> ahead(long sealed) {
    return remembered.filter(signed -> signed.size() > sealed);
  }

  /** The tree of the last checkpoint, to go on from; what is {@link #ahead} is left to be compared. */
  RightEdge of(Optional<SealedCheckpoint> last, Connection connection) throws SQLException {
    return last.isPresent() ? of(last.get(), connection) : new RightEdge();
  }

  private RightEdge of(SealedCheckpoint last, Connection connection) throws SQLException {
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
    Checkpoint checkpoint = last.checkpoint();
    VerifierKey key = succession.keyAt(checkpoint.epoch(), checkpoint.size());
    if (!last.key().equals(key) || !succession.signed(last.note(), checkpoint)) {
      throw new LogAltered(Finding.OTHER_KEY, checkpoint.size(),
          "the last checkpoint, of size " + checkpoint.size() + ", is not signed by the key " + key.text());
    }
    return checkpoint;
  }

  private List<TilePlace> places(long size) {
    List<TilePlace> places = new ArrayList<>(RightEdge.places(size));
    if (size > 0) {
      places.add(lastTile(size));
    }
    remembered.filter(signed -> signed.size() > 0 && signed.size() <= size)
        .ifPresent(signed -> new Subtree(0, signed.size()).nodes()
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
    remembered.filter(signed -> signed.size() <= last.size())
        .filter(signed -> !MerkleTree.root(signed.size(), tiles).equals(signed.root())).ifPresent(signed -> {
          throw differs(signed, signed.size());
        });
  }

  static LogAltered differs(TreeHead signed, long position) {
    return new LogAltered(Finding.CHECKPOINT_DIFFERS, position, "a checkpoint of size " + signed.size()
        + " was signed that what is in the database does not go on from");
  }
}
