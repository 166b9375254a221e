package io.anamnesis.projections;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of the generation that answers. Every statement also asks whether it still answers, so that a swap
 * never shows a reader rows that nobody writes any more.
 */
final class LiveRows {
  private static final int SWAPS_SURVIVED = 10;

  private static final String STILL_ANSWERS = """
      from views.projection p
      left join %s
      where p.name = ? and p.active = ?""";

  private static final String PARKED = """
      exists (select from views.parked k where k.key = ?
        and (k.generation = 0 or k.projection = p.name and k.generation = p.active))""";

  private static final String STATE = "select s.position, r.position, r.state, " + PARKED + "\n"
      + STILL_ANSWERS.formatted("""
          %s r on r.subject = ?
          join views.segment s on s.name = p.name and s.generation = p.active and s.segment = ?""");

  private static final String REACHED =
      "(select coalesce(min(s.position), 0) from views.segment s where s.name = p.name and s.generation = p.active)";

  private static final String OPEN_STATES = "select " + REACHED + ",\n" + """
        (select count(*) from views.parked k
          where k.generation = 0 or k.projection = p.name and k.generation = p.active),
        r.subject, r.position, r.state
      """ + STILL_ANSWERS.formatted("""
          lateral (
            select subject, position, state from %s
            where subject >= ? and state <> ? order by subject limit ?) r on true""") + """

      order by r.subject""";

  private static final String LINES = "select l.position, l.ordinal, l.entry, " + PARKED + "\n"
      + STILL_ANSWERS.formatted("""
          lateral (
            select position, ordinal, entry from %s
            where subject = ? and (position, ordinal) < (?, ?)
            order by position desc, ordinal desc limit ?) l on true""") + """

      order by l.position desc, l.ordinal desc""";

  /** How far the lines go is read before them, in one snapshot with them; where that is not far enough no line is read. */
  private static final String LINE_SUMS = "select " + REACHED + ",\n" + """
        (select count(*) from views.parked k
          where k.generation = 0 or k.projection = p.name and k.generation = p.active),
        l.*
      """ + STILL_ANSWERS.formatted("""
          lateral (select %s from %s where position <= ? and ? <= """ + REACHED + ") l on true");

  private static final String SUM = "coalesce(sum((entry::json ->> ?)::numeric), 0)";

  private static final String SUBJECTS = "select l.subject\n"
      + STILL_ANSWERS.formatted("%s l on l.kind = ? and l.token = ?") + "\norder by l.subject";

  private static final String FIGURES = "select c.cell, c.value\n"
      + STILL_ANSWERS.formatted("%s c on c.value <> 0");

  private static final String PARKED_BY_POLICY = """
      select exists (select from views.parked k where k.key = ? and k.generation = 0)""";

  private final ViewsDatabase database;
  private final Generations generations;
  private final Map<String, Generation> answering = new ConcurrentHashMap<>();

  /** A state's row, if there is one, and how far the view has read of what concerns its subject. */
  record State(@Nullable String json, long position, long viewPosition) {}

  LiveRows(ViewsDatabase database) {
    this.database = database;
    this.generations = new Generations(database);
  }

  /** Empty where no rows of the projection's version answer yet. */
  Optional<State> state(Projection<?, ?> projection, String subject) {
    return ask(projection, GenerationTables::rows, STATE,
        generation -> List.of(subject, subject, Share.segmentOf(subject, generation.segments())), rows -> {
          refuseIfParked(rows.getBoolean(4), subject);
          return new State(rows.getString(3), rows.getLong(2), rows.getLong(1));
        });
  }

  /** Empty where no rows of the projection's version answer yet. */
  <S> Optional<LiveStates<S>> openStates(Projection<S, ?> projection, String from, int limit) {
    List<Object> arguments = List.of(from, StateJson.write(projection.initial()), limit);
    return ask(projection, GenerationTables::rows, OPEN_STATES, generation -> arguments, rows -> {
      long viewPosition = rows.getLong(1);
      int parked = rows.getInt(2);
      List<Folded<S>> states = new ArrayList<>();
      do {
        String subject = rows.getString(3);
        if (subject != null) {
          states.add(new Folded<>(subject, StateJson.read(rows.getString(5), projection.stateType()),
              rows.getLong(4)));
        }
      } while (rows.next());
      return new LiveStates<>(List.copyOf(states), viewPosition, parked);
    });
  }

  <E> Optional<List<Line<E>>> lines(Journal<?, ?, E> journal, String subject, LineCursor before, int limit) {
    return ask(journal, GenerationTables::lines, LINES,
        generation -> List.of(subject, subject, before.position(), before.ordinal(), limit), rows -> {
          refuseIfParked(rows.getBoolean(4), subject);
          List<Line<E>> lines = new ArrayList<>();
          do {
            String entry = rows.getString(3);
            if (entry != null) {
              lines.add(new Line<>(rows.getLong(1), rows.getInt(2), StateJson.read(entry, journal.entryType())));
            }
          } while (rows.next());
          return lines;
        });
  }

  Optional<LineSums> lineSums(Journal<?, ?, ?> journal, List<String> members, long upTo) {
    List<Object> arguments = new ArrayList<>(members);
    arguments.add(upTo);
    arguments.add(upTo);
    return ask(journal, GenerationTables::lines,
        LINE_SUMS.formatted(String.join(", ", Collections.nCopies(members.size(), SUM)), "%s"),
        generation -> arguments, rows -> {
          List<BigDecimal> sums = new ArrayList<>();
          for (int i = 0; i < members.size(); i++) {
            sums.add(rows.getBigDecimal(3 + i));
          }
          return new LineSums(sums, rows.getLong(1), rows.getInt(2));
        });
  }

  Optional<List<String>> subjects(Projection<?, ?> projection, String kind, byte[] token) {
    return ask(projection, GenerationTables::lookups, SUBJECTS, generation -> List.of(kind, token), rows -> {
      List<String> subjects = new ArrayList<>();
      do {
        String subject = rows.getString(1);
        if (subject != null) {
          subjects.add(subject);
        }
      } while (rows.next());
      return subjects;
    });
  }

  Optional<SortedMap<Tally.Cell, BigDecimal>> figures(Tally<?> tally) {
    return ask(tally, GenerationTables::cells, FIGURES, generation -> List.of(), rows -> {
      SortedMap<Tally.Cell, BigDecimal> figures = new TreeMap<>(CellOrder.INSTANCE);
      do {
        String cell = rows.getString(1);
        if (cell != null) {
          figures.put(StateJson.read(cell, Tally.Cell.class), rows.getBigDecimal(2));
        }
      } while (rows.next());
      return figures;
    });
  }

  /** @throws ParkedException if a policy waits with the subject's events */
  void refuseIfParkedByPolicy(String subject) {
    boolean parked = database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PARKED_BY_POLICY)) {
        statement.setString(1, subject);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getBoolean(1);
        }
      }
    });
    refuseIfParked(parked, subject);
  }

  private static void refuseIfParked(boolean parked, String subject) {
    if (parked) {
      throw new ParkedException(subject);
    }
  }

  /** Reads rows, standing on the first one. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** What is asked of a generation. */
  @FunctionalInterface
  private interface Arguments {
    List<Object> to(Generation generation);
  }

  /** Chooses one of a generation's tables. */
  @FunctionalInterface
  private interface Table {
    String of(GenerationTables tables);
  }

  private <T> Optional<T> ask(Projection<?, ?> projection, Table table, String sql, Arguments arguments,
      Reading<T> reading) {
    for (int swaps = 0; swaps < SWAPS_SURVIVED; swaps++) {
      Optional<Generation> generation = answering(projection);
      if (generation.isEmpty()) {
        return Optional.empty();
      }
      Optional<T> answer = tryToAsk(generation.get(), table, sql, arguments, reading);
      if (answer.isPresent()) {
        return answer;
      }
      answering.remove(projection.name(), generation.get());
    }
    throw new IllegalStateException("view " + projection.name() + " was swapped too often to be read");
  }

  /** Empty if the generation answers no longer. */
  private <T> Optional<T> tryToAsk(Generation generation, Table table, String sql, Arguments arguments,
      Reading<T> reading) {
    try {
      return database.read(connection -> {
        try (PreparedStatement statement =
            prepare(connection, generation, sql.formatted(table.of(generation.tables())), arguments.to(generation));
            ResultSet rows = statement.executeQuery()) {
          return rows.next() ? Optional.of(reading.read(rows)) : Optional.empty();
        }
      });
    } catch (ViewsFailure failure) {
      if (failure.tableIsGone()) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static PreparedStatement prepare(Connection connection, Generation generation, String sql,
      List<Object> arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    int index = 1;
    for (Object argument : arguments) {
      statement.setObject(index++, argument);
    }
    statement.setString(index++, generation.name());
    statement.setInt(index, generation.number());
    return statement;
  }

  private Optional<Generation> answering(Projection<?, ?> projection) {
    Generation known = answering.get(projection.name());
    if (known == null) {
      Optional<Generation> found = generations.active(projection.name());
      found.ifPresent(active -> answering.put(projection.name(), active));
      known = found.orElse(null);
    }
    if (known != null && known.version() != projection.version()) {
      // Never remembered: its own rows may answer any moment.
      answering.remove(projection.name(), known);
      return Optional.empty();
    }
    return Optional.ofNullable(known);
  }
}
