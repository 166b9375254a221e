package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.SignedNote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code bundle.json}.
 *
 * @param masked whether the readable history shows {@code ***} for what is sealed
 * @param since the size of the log from which on {@link #consistency} tells how it grew
 * @param statements what the log has stated of itself: in format 2, which is written where there are any
 */
record About(String customer, boolean masked, OptionalLong since, List<Hash> consistency, List<SignedNote> statements) {
  private static final Set<String> MEMBERS = Set.of("format", "customer", "readable", "since", "consistency");
  private static final Set<String> WITH_STATEMENTS =
      Set.of("format", "customer", "readable", "since", "consistency", "statements");

  private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  static About of(BundleFiles files) throws IOException {
    JsonNode told = Json.parse(files.small("bundle.json"));
    int format = told.path("format").isInt() ? told.path("format").intValue() : 0;
    if (format != 1 && format != 2) {
      throw new Unreadable("the bundle is of a format that is not known here");
    }
    Json.withMembers(told, format == 1 ? MEMBERS : WITH_STATEMENTS, "bundle.json has other members than it should");
    String customer = told.get("customer").stringValue();
    if (!CUSTOMER.matcher(customer).matches()) {
      throw new Unreadable("bundle.json names no customer");
    }
    List<Hash> consistency = new ArrayList<>();
    told.get("consistency").forEach(hash -> consistency.add(Hash.parse(hash.stringValue())));
    JsonNode since = told.get("since");
    return new About(customer, told.get("readable").stringValue().equals("masked"),
        since.isNull() ? OptionalLong.empty() : OptionalLong.of(since.longValue()), consistency,
        statements(told, format));
  }

  private static List<SignedNote> statements(JsonNode told, int format) {
    List<SignedNote> statements = new ArrayList<>();
    if (format == 2) {
      if (!told.get("statements").isArray() || told.get("statements").isEmpty()) {
        throw new Unreadable("bundle.json has no statements");
      }
      told.get("statements").forEach(note -> statements.add(SignedNote.parse(note.stringValue())));
    }
    return statements;
  }
}
