package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Subtree;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log's rows of {@code tile}. */
record TileRows(LogSchema schema) {
  private static final String INSERT = """
      insert into log.tile (level, index, first, hashes)
      select level, index, first, hashes
      from unnest(?::smallint[], ?::bigint[], ?::smallint[], ?::bytea[]) as grown (level, index, first, hashes)""";

  private static final String READ = """
      select level, index, first, hashes
      from log.tile
      join unnest(?::smallint[], ?::bigint[]) as wanted (level, index) using (level, index)
      order by level, index, first""";

  void insert(Connection connection, List<TileRow> rows) throws SQLException {
    Short[] levels = new Short[rows.size()];
    Long[] indexes = new Long[rows.size()];
    Short[] firsts = new Short[rows.size()];
    byte[][] hashes = new byte[rows.size()][];
    for (int i = 0; i < rows.size(); i++) {
      TileRow row = rows.get(i);
      levels[i] = (short) row.place().level();
      indexes[i] = row.place().index();
      firsts[i] = (short) row.first();
      hashes[i] = row.hashes();
    }
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(INSERT))) {
      statement.setArray(1, connection.createArrayOf("int2", levels));
      statement.setArray(2, connection.createArrayOf("int8", indexes));
      statement.setArray(3, connection.createArrayOf("int2", firsts));
      statement.setArray(4, connection.createArrayOf("bytea", hashes));
      int inserted = statement.executeUpdate();
      if (inserted != rows.size()) {
        throw new SQLException(rows.size() + " rows of tiles were to be written, and " + inserted + " were");
      }
    }
  }

  /** @throws LogAltered if the rows of a tile leave a gap, or overlap */
  Tiles read(Connection connection, Collection<TilePlace> places) throws SQLException {
    Map<TilePlace, List<Hash>> read = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(READ))) {
      statement.setArray(1,
          connection.createArrayOf("int2", places.stream().map(place -> (short) place.level()).toArray(Short[]::new)));
      statement.setArray(2,
          connection.createArrayOf("int8", places.stream().map(TilePlace::index).toArray(Long[]::new)));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          TilePlace place = new TilePlace(rows.getInt(1), rows.getLong(2));
          append(read.computeIfAbsent(place, _ -> new ArrayList<>()), rows.getInt(3), rows.getBytes(4));
        }
      }
    }
    return new Tiles(read);
  }

  /** The hash of each of a path's subtrees, of a size that is sealed. */
  List<Hash> hashes(Connection connection, List<Subtree> path) throws SQLException {
    Tiles tiles = read(connection,
        path.stream().flatMap(subtree -> subtree.nodes().stream()).map(TilePlace::of).distinct().toList());
    return path.stream().map(subtree -> subtree.hash(tiles)).toList();
  }

  private static void append(List<Hash> tile, int first, byte @Nullable [] hashes) {
    if (first != tile.size() || hashes == null) {
      throw new LogAltered(LogAltered.Finding.TILES_DIFFER, 0, "the rows of a tile do not follow each other");
    }
    ByteBuffer buffer = ByteBuffer.wrap(hashes);
    while (buffer.hasRemaining()) {
      tile.add(Hash.next(buffer));
    }
  }
}
