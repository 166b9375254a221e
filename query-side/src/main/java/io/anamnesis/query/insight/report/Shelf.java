package io.anamnesis.query.insight.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files of reports, in the database that all processes share, under their digest: so two processes that make one report at
 * once do not write over each other, and equal files are kept once. In pieces, so that none is in memory whole.
 */
final class Shelf {
  private static final int PIECE = 1 << 20;

  private static final String PUT = """
      insert into reports.file (report, sha256, size, kept_at) values (:report, :sha256, :size, now())
      on conflict (report, sha256) do update set kept_at = now()
      returning xmax = 0 as is_new""";

  private static final String PUT_PIECE = """
      insert into reports.piece (report, sha256, ordinal, bytes) values (:report, :sha256, :ordinal, :bytes)""";

  private static final String PIECE_AT = """
      select bytes from reports.piece where report = :report and sha256 = :sha256 and ordinal = :ordinal""";

  private static final String KEPT = """
      select sha256 from reports.file where report = :report""";

  /** One that was just written may not be in the log yet. */
  private static final String DROP_OTHERS = """
      delete from reports.file
      where report = :report and sha256 <> all (:kept) and kept_at < now() - interval '1 hour'""";

  private final JdbcClient database;
  private final TransactionTemplate transaction;

  Shelf(DataSource source) {
    this.database = JdbcClient.create(source);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
  }

  /** Brings the schema {@code reports} up to date; any number of processes may do so at once. */
  static void migrate(DataSource database) {
    Flyway.configure().dataSource(database).schemas("reports").defaultSchema("reports").createSchemas(true)
        .locations("classpath:db/reports").load().migrate();
  }

  /** @param content of exactly that size and digest */
  void put(String report, String sha256, long size, InputStream content) {
    transaction.executeWithoutResult(all -> {
      boolean isNew = database.sql(PUT).param("report", report).param("sha256", sha256).param("size", size)
          .query(Boolean.class).single();
      if (isNew) {
        putPieces(report, sha256, content);
      }
    });
  }

  private void putPieces(String report, String sha256, InputStream content) {
    try {
      int ordinal = 0;
      for (byte[] bytes = content.readNBytes(PIECE); bytes.length > 0; bytes = content.readNBytes(PIECE)) {
        database.sql(PUT_PIECE).param("report", report).param("sha256", sha256).param("ordinal", ordinal++)
            .param("bytes", bytes).update();
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Digests of the files that are there. */
  Set<String> kept(String report) {
    return Set.copyOf(database.sql(KEPT).param("report", report).query(String.class).list());
  }

  /** @return false if there is no such file, or it went while it was copied: what was written is to be thrown away */
  boolean copy(String report, String sha256, long size, OutputStream to) throws IOException {
    long copied = 0;
    for (int ordinal = 0; copied < size; ordinal++) {
      byte[] piece = database.sql(PIECE_AT).param("report", report).param("sha256", sha256)
          .param("ordinal", ordinal).query(byte[].class).optional().orElse(null);
      if (piece == null) {
        return false;
      }
      to.write(piece);
      copied += piece.length;
    }
    return kept(report).contains(sha256);
  }

  void dropAllBut(String report, Collection<String> kept) {
    database.sql(DROP_OTHERS).param("report", report).param("kept", kept.toArray(new String[0])).update();
  }
}
