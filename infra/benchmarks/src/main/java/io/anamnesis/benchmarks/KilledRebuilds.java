package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * All read models rebuilt while facts come in, by a process that is killed at every step of it and started again, until every
 * view is answered by its new rows. Then every column of every row is compared with the rows that answered before and were
 * kept level by the live path all the while.
 */
final class KilledRebuilds implements Workload {
  private static final String LOG = "anamnesis_killed";
  private static final int EVENTS_A_CUSTOMER = 10;
  /** Of one step, at whatever size: what takes longer is not under way any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final String BUILT = """
      select max(generation) from views.generation where name = '%s'""";

  private static final String SWAPPED = """
      select count(*) from views.generation where state = 'standby'""";

  /** The least that any view's rows have read, live or standing by, is the whole log. */
  private static final String LEVEL = """
      select min(s.position) = (select max(position) from log.event)
      from views.segment s join views.generation g on g.name = s.name and g.generation = s.generation
      where g.state in ('live', 'standby')""";

  private static final String STATES = """
      select count(*) from views.generation where name = '%s' and generation = %d and state = '%s'""";

  private static final String EVENTS = """
      select max(position) from log.event""";

  private final Cluster cluster;
  private final Extent extent;

  KilledRebuilds(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    int customers = Math.toIntExact(extent.events() / EVENTS_A_CUSTOMER);
    say("a log of " + extent.events() + " events: filling ...");
    EventTable.createLog(cluster, LOG);
    Histories.fill(cluster, LOG, extent.events(), customers);
    List<String> lines = new ArrayList<>(List.of("| killed | after | events in the log by then |", "|---|---|---|"));
    try (WriteLoad facts = new WriteLoad(cluster, LOG, customers)) {
      Map<String, Integer> building = begin();
      for (KillStep step : KillStep.values()) {
        lines.add(killAt(step, building));
      }
      try (RebuildingProcess last = RebuildingProcess.start(cluster, LOG)) {
        await("the swap of all views", last, () -> isAnsweredBy(building));
        facts.close();
        await("the end of the log", last, () -> cluster.ask(LOG, LEVEL).equals("t"));
        lines.addAll(compare(building));
      }
    }
    return lines;
  }

  /**
   * Lets the first rows answer and a rebuild of all views begin.
   *
   * @return the generation that is built, by view
   */
  private Map<String, Integer> begin() {
    say("building the first rows ...");
    int views = Rebuilds.readModels().size();
    try (RebuildingProcess first = RebuildingProcess.startAndRebuild(cluster, LOG)) {
      await("the begin of the rebuild", first,
          () -> cluster.ask(LOG, "select to_regclass('views.generation') is not null").equals("t")
              && cluster.ask(LOG, "select count(*) from views.generation").equals(Integer.toString(2 * views)));
    }
    Map<String, Integer> building = new TreeMap<>();
    Rebuilds.readModels().forEach(
        view -> building.put(view.name(), Integer.parseInt(cluster.ask(LOG, BUILT.formatted(view.name())))));
    return building;
  }

  private String killAt(KillStep step, Map<String, Integer> building) {
    say("killing " + step.told() + " ...");
    long began = System.nanoTime();
    try (Obstacle obstacle = new Obstacle(cluster, LOG, step.trigger(building.getOrDefault(step.view(), 0)));
        RebuildingProcess killed = RebuildingProcess.start(cluster, LOG)) {
      obstacle.awaitSomebody(PATIENCE);
      killed.close();
    }
    return "| %s | %d s | %s |".formatted(step.told(), Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        cluster.ask(LOG, EVENTS));
  }

  private boolean isAnsweredBy(Map<String, Integer> building) {
    return building.entrySet().stream().allMatch(
        view -> cluster.ask(LOG, STATES.formatted(view.getKey(), view.getValue(), "live")).equals("1"))
        && cluster.ask(LOG, SWAPPED).equals(Integer.toString(building.size()));
  }

  private List<String> compare(Map<String, Integer> building) {
    say("comparing ...");
    List<String> lines =
        new ArrayList<>(List.of("", "| view | rows of all its tables | rows that differ |", "|---|---|---|"));
    long differing = 0;
    for (Map.Entry<String, Integer> view : building.entrySet()) {
      GenerationPair pair = new GenerationPair(view.getKey(), view.getValue(), former(view));
      long differences = pair.differences(cluster, LOG);
      differing += differences;
      lines.add("| %s | %d | %d |".formatted(view.getKey(), pair.rows(cluster, LOG), differences));
    }
    lines.add("");
    lines.add("Events in the log at the end: " + cluster.ask(LOG, EVENTS) + ".");
    if (differing > 0) {
      throw new IllegalStateException("the rebuilt rows are not those that were live:\n" + String.join("\n", lines));
    }
    return lines;
  }

  private int former(Map.Entry<String, Integer> view) {
    return Integer.parseInt(cluster.ask(LOG, """
        select generation from views.generation where name = '%s' and state = 'standby'""".formatted(view.getKey())));
  }

  private static void await(String what, RebuildingProcess process, BooleanSupplier come) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!come.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || !process.isAlive()) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
