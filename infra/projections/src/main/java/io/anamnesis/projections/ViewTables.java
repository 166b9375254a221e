package io.anamnesis.projections;

import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Views as tables for people and tools: the rows that answer now, customers by pseudonym, nothing personal, in an order that
 * stays. A table is read as of one moment: wholly from the rows that answered then, whatever is swapped meanwhile.
 *
 * <p>
 * A row per set of dimensions for a {@link Tally}, per line for a {@link Journal}, as it says itself for a {@link Tabular}
 * view, and for any other a row per subject with its state as JSON.
 */
public final class ViewTables {
  private static final int FETCHED_AT_ONCE = 1_000;
  private static final int SWAPS_SURVIVED = 10;

  private static final String AT = """
      select
        (select coalesce(min(s.position), 0) from views.segment s where s.name = ? and s.generation = ?) as position,
        (select count(*) from views.parked k
          where k.projection = ? and k.generation = ?) as parked""";

  private final ViewsDatabase database;
  private final Generations generations;
  private final Anonymous anonymous;

  /** @param database a pool; a table that is being read uses one connection */
  public ViewTables(DataSource database, PersonalData personal) {
    this.database = new ViewsDatabase(database);
    this.generations = new Generations(this.database);
    this.anonymous = new Anonymous(personal);
  }

  /**
   * Hands over the rows after a place, until there are none or no more are wanted.
   *
   * @param versions of one view; the rows are read by the one of them that answers
   * @throws ViewNotReadyException while rows of none of these versions answer
   */
  public void read(List<? extends Projection<?, ?>> versions, RowPlace after, Rows to) {
    String view = versions.getFirst().name();
    for (int swaps = 0; swaps < SWAPS_SURVIVED; swaps++) {
      Begun begun = new Begun(to);
      try {
        database.snapshot(Patience.LONG, connection -> read(connection, versions, after, begun));
        return;
      } catch (ViewsFailure failure) {
        // Swapped out and dropped in the instant between finding and opening it.
        if (begun.rows || !failure.tableIsGone()) {
          throw failure;
        }
      }
    }
    throw new IllegalStateException("view " + view + " was swapped too often to be read");
  }

  /** Knows whether anything was handed over yet. */
  private static final class Begun {
    private final Rows to;
    private boolean rows;

    Begun(Rows to) {
      this.to = to;
    }

    Rows begin(Table table) {
      rows = true;
      to.begin(table);
      return to;
    }
  }

  private boolean read(Connection connection, List<? extends Projection<?, ?>> versions, RowPlace after, Begun begun)
      throws SQLException {
    String view = versions.getFirst().name();
    Generation generation =
        generations.active(connection, view).orElseThrow(() -> new ViewNotReadyException(view));
    TableForm form = versions.stream().filter(version -> version.version() == generation.version()).findFirst()
        .map(version -> TableForm.of(version, anonymous)).orElseThrow(() -> new ViewNotReadyException(view));
    Table table = table(connection, generation, form.columns());
    try (PreparedStatement statement = connection.prepareStatement(form.select(generation.tables()))) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      form.bind(statement, after);
      try (ResultSet stored = statement.executeQuery()) {
        return handOver(stored, form, after, begun.begin(table));
      }
    }
  }

  private static boolean handOver(ResultSet stored, TableForm form, RowPlace after, Rows to) throws SQLException {
    boolean wanted = true;
    while (wanted && stored.next()) {
      for (TableForm.Placed row : form.rows(stored)) {
        boolean before = row.place().key().equals(after.key()) && row.place().position() <= after.position()
            && row.place().ordinal() <= after.ordinal();
        wanted = wanted && (before || to.take(row.values(), row.place()));
      }
    }
    return wanted;
  }

  private static Table table(Connection connection, Generation generation, List<Column> columns) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AT)) {
      for (int i = 1; i <= 4; i += 2) {
        statement.setString(i, generation.name());
        statement.setInt(i + 1, generation.number());
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Table(generation.name(), generation.version(), columns, row.getLong(1), row.getInt(2));
      }
    }
  }
}
