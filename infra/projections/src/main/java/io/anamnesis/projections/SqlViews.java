package io.anamnesis.projections;

import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Keeps a plain SQL view for every tally whose figures answer, in the schema {@code analysis}: a row per set of dimensions, a
 * column per measure. What a view shows is swapped with the figures themselves, in the same instant; a view of other columns
 * follows a moment later.
 *
 * <p>
 * Views of customers there are none: a pseudonym needs a key that no database holds.
 */
public final class SqlViews implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final String ANSWERS = """
      select from views.projection p join views.generation g on g.name = p.name and g.generation = p.active
      where p.name = ? and g.version = ?""";

  private static final String DEFINE = """
      insert into views.sql_view as view (name, definition) values (?, ?)
      on conflict (name) do update set definition = excluded.definition where view.definition <> excluded.definition""";

  private final ViewsDatabase database;
  private final Supplier<List<Projection<?, ?>>> projections;
  private final SteadyThread thread;

  /** @param projections those that are run at present */
  public SqlViews(DataSource database, Supplier<List<Projection<?, ?>>> projections) {
    this.database = new ViewsDatabase(database);
    this.projections = projections;
    this.thread = new SteadyThread("sql-views", this::turn, () -> {});
  }

  /** Brings the schema up to date and starts to look after the views; returns at once. */
  public void start() {
    ViewsSchema.migrate(database.source());
    thread.start();
  }

  private boolean turn() throws InterruptedException {
    for (Projection<?, ?> projection : projections.get()) {
      if (projection instanceof Tally<?> tally) {
        tryToShow(tally);
      }
    }
    thread.sleep(PAUSE);
    return true;
  }

  /** One that somebody is reading while its columns change has to wait; the others need not. */
  private void tryToShow(Tally<?> tally) {
    try {
      show(tally);
    } catch (ViewsFailure busy) {
      thread.note(busy);
    }
  }

  private void show(Tally<?> tally) {
    SqlView view = SqlView.of(tally);
    database.change(Patience.BRIEF, connection -> {
      if (answers(connection, tally) && isNew(connection, view)) {
        ViewsDatabase.execute(connection, view.drop());
        ViewsDatabase.execute(connection, view.create());
      }
    });
  }

  private static boolean answers(Connection connection, Tally<?> tally) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANSWERS)) {
      statement.setString(1, tally.name());
      statement.setInt(2, tally.version());
      return statement.executeQuery().next();
    }
  }

  /** Notes the view; of several processes that want to, one does. */
  private static boolean isNew(Connection connection, SqlView view) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DEFINE)) {
      statement.setString(1, view.name());
      statement.setString(2, view.query());
      return statement.executeUpdate() == 1;
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
