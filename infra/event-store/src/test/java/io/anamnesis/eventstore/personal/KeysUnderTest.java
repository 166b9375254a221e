package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The parts of a key store, where a test has to do with one of them. The schema must be there. */
final class KeysUnderTest {
  /** Where something is sealed, where a test does not care. */
  static final byte[] PLACE = Place.underWay("x.any").digest();

  private static final List<String> TABLES = List.of("person_key", "site_key", "erasure", "wrapping");

  private KeysUnderTest() {}

  static SubjectKeys open(KeyStore store, int cached) {
    KeyEncryptionKey wrapping = KeyEncryptionKey.open(store.kek(), true);
    return new SubjectKeys(store.database(), wrapping, erasures(store), cached);
  }

  static PersonKeys personKeys(KeyStore store, SubjectKeys keys) {
    return new StoredPersonKeys(store.database(), keys, erasures(store));
  }

  static PersonKeys personKeys(KeyStore store) {
    return personKeys(store, open(store, 10));
  }

  private static Erasures erasures(KeyStore store) {
    ErasureMarks marks = marks(store.database(), KeyEncryptionKey.open(store.kek(), true));
    return Erasures.open(store.database(), marks, new ErasureList(store.erasureList(), marks.installation()),
        true);
  }

  static ErasureMarks marks(DataSource database, KeyEncryptionKey wrapping) {
    return TinkPersonalData.marks(database, wrapping);
  }

  static ErasureList list(DataSource database, Path kek) {
    KeyStore store = KeyStore.of(database, kek);
    return new ErasureList(store.erasureList(),
        marks(database, KeyEncryptionKey.open(store.kek(), true)).installation());
  }

  /** Copies the tables of a schema to one of another name, in the place of the one that may be there. */
  static void copy(DataSource database, String from, String to) {
    execute(database, "drop schema if exists " + to + " cascade", "create schema " + to);
    TABLES.forEach(
        table -> execute(database, "create table " + to + "." + table + " as select * from " + from + "." + table));
  }

  /** As a restored backup does: no trigger of the tables is asked. */
  static void putBack(DataSource database, String from, boolean whole) {
    List<String> statements = new ArrayList<>(List.of("begin", "set local session_replication_role = replica"));
    for (String table : whole ? TABLES : List.of("person_key")) {
      statements.add("delete from keys." + table);
      statements.add("insert into keys." + table + " select * from " + from + "." + table);
    }
    statements.add("commit");
    execute(database, statements.toArray(String[]::new));
  }

  static void asAfterARestore(DataSource database, String sql) {
    execute(database, "begin", "set local session_replication_role = replica", sql, "commit");
  }

  static void execute(DataSource database, String... statements) {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static List<String> rows(DataSource database, String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    }
  }

  /** The bytes of a key that is there. */
  static byte[] unwrapped(DataSource database, Path kek, String subject, KeyKind kind) {
    KeyEncryptionKey wrapping = KeyEncryptionKey.open(new KekSource.InFile(kek), true);
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select wrapped from keys.person_key where subject = ? and kind = ?")) {
      statement.setString(1, subject);
      statement.setString(2, SubjectKey.KeyName.column(kind));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return wrapping.unwrap(row.getBytes(1), new SubjectKey.KeyName(subject, kind).context());
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
