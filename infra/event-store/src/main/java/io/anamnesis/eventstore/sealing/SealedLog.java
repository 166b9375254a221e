package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Inclusion;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.NoteSignature;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Subtree;
import io.anamnesis.eventstore.proof.Tile;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What is sealed, for whoever wants proof; needs no key. Proofs are between any sizes that the last checkpoint covers, not only
 * those of checkpoints.
 */
public final class SealedLog {
  private final DataSource database;
  private final LogSchema schema;
  private final CheckpointRows checkpoints;
  private final TileRows tileRows;

  public SealedLog(DataSource database) {
    this(database, LogSchema.LOG);
  }

  public SealedLog(DataSource database, LogSchema schema) {
    this.database = database;
    this.schema = schema;
    this.checkpoints = new CheckpointRows(schema);
    this.tileRows = new TileRows(schema);
  }

  /** Which log it is. */
  public LogSchema schema() {
    return schema;
  }

  /** The last checkpoint, with what witnesses say of it; empty until the log was first sealed. */
  public Optional<SealedCheckpoint> last() {
    return ask(connection -> cosigned(connection, checkpoints.last(connection)));
  }

  /** The first checkpoint that covers so many events, with what witnesses say of it. */
  public Optional<SealedCheckpoint> atOrAfter(long size) {
    return ask(connection -> cosigned(connection, checkpoints.atOrAfter(connection, size)));
  }

  /** How many events are sealed; 0 if nothing is. */
  public long size() {
    return ask(checkpoints::last).map(SealedCheckpoint::size).orElse(0L);
  }

  /** What the log has stated beside its checkpoints, from the first on, as it is in the database. */
  public List<SignedNote> statements() {
    return ask(new StatementRows(schema)::read);
  }

  /** How often the log was set back on purpose. */
  public long epoch() {
    return ask(new StatementRows(schema)::epoch);
  }

  /** The root of a tree of a size that is sealed. */
  public Hash root(long size) {
    return size == 0 ? MerkleTree.EMPTY_ROOT : hashes(List.of(new Subtree(0, size))).getFirst();
  }

  /** The path from a leaf to the root of a tree of a size that is sealed, as {@link Inclusion#verify} takes it. */
  public List<Hash> inclusion(long index, long size) {
    return hashes(Inclusion.path(index, size));
  }

  /** The path from one size to another that is sealed, as {@link Consistency#verify} takes it. */
  public List<Hash> consistency(long from, long to) {
    return hashes(Consistency.path(from, to));
  }

  /** The hashes of a tile, 32 bytes each; empty if the log has not so many of them. */
  public Optional<byte[]> tile(Tile tile) {
    TilePlace place = TilePlace.of(tile);
    List<Hash> held = ask(connection -> tileRows.read(connection, List.of(place))).hashes(place);
    if (held.size() < tile.width()) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    held.subList(0, tile.width()).forEach(hash -> bytes.writeBytes(hash.bytes()));
    return Optional.of(bytes.toByteArray());
  }

  /**
   * Keeps what a witness says of the checkpoint of a size; what it said before stands.
   *
   * @param cosignature verified
   */
  public void cosign(long size, VerifierKey witness, NoteSignature cosignature) {
    ask(connection -> {
      checkpoints.cosign(connection, size, witness, cosignature);
      return true;
    });
  }

  private List<Hash> hashes(List<Subtree> path) {
    return ask(connection -> tileRows.hashes(connection, path));
  }

  private Optional<SealedCheckpoint> cosigned(Connection connection, Optional<SealedCheckpoint> sealed)
      throws SQLException {
    return sealed.isEmpty() ? sealed : Optional.of(checkpoints.cosigned(connection, sealed.get()));
  }

  /** A question to the database. */
  @FunctionalInterface
  private interface Question<R> {
    R ask(Connection connection) throws SQLException;
  }

  private <R> R ask(Question<R> question) {
    try (Connection connection = database.getConnection()) {
      return question.ask(connection);
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
