package io.anamnesis.standalone.importer;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A data set shipped with the program.
 *
 * @param folder of its resources
 * @param tables in the order in which their facts come where they happened at the same instant
 */
record DemoSet(String title, String folder, List<String> tables) {
  static final List<DemoSet> ALL = List.of(
      new DemoSet("The clinics: synthetic patients with their encounters", "demo/hospital",
          List.of("patients.csv.gz", "encounters.csv.gz", "immunizations.csv.gz")),
      new DemoSet("The shop: real purchases of households", "demo/shop",
          List.of("campaigns.csv.gz", "transactions.csv.gz", "coupon_redemptions.csv.gz")));

  private static final Duration WEEK = Duration.ofDays(7);

  List<FactFile> files() {
    Mapping mapping = MappingReader.read(DataFile.resource(folder + "/mapping.yaml"));
    Stream<DataFile> files = tables.stream().map(table -> DataFile.resource(folder + "/" + table));
    return FactFiles.of(files.toList(), mapping);
  }

  /**
   * By how much the set's times are moved. Fixed at the first load: afterwards the instance itself tells it, by where its
   * first fact stands.
   *
   * @param facts in time order
   */
  static Duration shift(List<Fact> facts, Instance instance, LocalDate today) {
    Instant first = time(facts.getFirst());
    Instant last = time(facts.getLast());
    FactIdentity identity = FactIdentity.of(facts.getFirst());
    Function<Instant, Duration> sinceOriginal = stands -> Duration.between(first, stands);
    return instance.occurredAt(identity.source(), identity.id()).map(sinceOriginal)
        .orElseGet(() -> shift(last, today));
  }

  /** The largest number of whole weeks that leaves the last fact before today, which begins at midnight UTC. */
  static Duration shift(Instant last, LocalDate today) {
    Duration room = Duration.between(last, FactTimes.startOf(today)).minusNanos(1);
    return WEEK.multipliedBy(Math.floorDiv(room.toSeconds(), WEEK.toSeconds()));
  }

  private static Instant time(Fact fact) {
    return Objects.requireNonNull(fact.time(), "a demo fact has a time");
  }
}
