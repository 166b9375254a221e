package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Hash;
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
 */
record About(String customer, boolean masked, OptionalLong since, List<Hash> consistency) {
  private static final Set<String> MEMBERS = Set.of("format", "customer", "readable", "since", "consistency");

  private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  static About of(BundleFiles files) throws IOException {
    JsonNode told = Json.parse(files.small("bundle.json"));
    if (!told.path("format").isInt() || told.path("format").intValue() != 1) {
      throw new Unreadable("the bundle is of a format that is not known here");
    }
    Json.withMembers(told, MEMBERS, "bundle.json has other members than it should");
    String customer = told.get("customer").stringValue();
    if (!CUSTOMER.matcher(customer).matches()) {
      throw new Unreadable("bundle.json names no customer");
    }
    List<Hash> consistency = new ArrayList<>();
    told.get("consistency").forEach(hash -> consistency.add(Hash.parse(hash.stringValue())));
    JsonNode since = told.get("since");
    return new About(customer, told.get("readable").stringValue().equals("masked"),
        since.isNull() ? OptionalLong.empty() : OptionalLong.of(since.longValue()), consistency);
  }
}
