package io.anamnesis.projections;

import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Subscription;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The policies that react to events, in whatever processes they run: each says at its start what it declares. */
public final class PolicyRegister {
  private static final String EXTENSIONS = ExtensionFact.PREFIX + "*";

  private static final String DECLARED = """
      select name, events from views.policy where events is not null order by name""";

  private final ViewsDatabase database;

  public PolicyRegister(DataSource database) {
    this.database = new ViewsDatabase(database);
  }

  /** By the policies' names. */
  public SortedMap<String, Subscription> declared() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(DECLARED);
          ResultSet rows = statement.executeQuery()) {
        SortedMap<String, Subscription> declared = new TreeMap<>();
        while (rows.next()) {
          declared.put(rows.getString("name"), subscription(rows.getArray("events")));
        }
        return declared;
      }
    });
  }

  /** A subscription as it is kept. */
  static String[] words(Subscription declared) {
    return Stream.concat(declared.types().stream().sorted(),
        declared.extensions() ? Stream.of(EXTENSIONS) : Stream.empty()).toArray(String[]::new);
  }

  private static Subscription subscription(Array kept) throws SQLException {
    Set<String> types = new HashSet<>(Set.of((String[]) kept.getArray()));
    boolean extensions = types.remove(EXTENSIONS);
    return new Subscription(types, extensions);
  }
}
