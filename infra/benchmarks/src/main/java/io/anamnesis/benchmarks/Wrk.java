package io.anamnesis.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's answers over HTTP to wrk, which keeps as many connections as there are callers, each with one request under way. */
final class Wrk implements Subject {
  private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec: +([0-9.]+)");
  private static final Pattern REQUESTS = Pattern.compile("(?m)^ *(\\d+) requests in ");
  private static final Pattern FAILURES = Pattern.compile("(?m)^ *(Non-2xx or 3xx responses|Socket errors): .*$");
  private static final Pattern PERCENTILE = Pattern.compile("(?m)^ *(50|99)% +([0-9.]+)(us|ms|s)$");
  private static final Map<String, Double> MILLIS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3);

  private final String name;
  private final Cluster cluster;
  private final String root;
  private final int callers;
  private final Path script;
  private final Map<Integer, List<Double>> latencies = new TreeMap<>();

  /**
   * @param root of the server's addresses
   * @param path a format with the number of a customer in it
   * @param token sent with each request
   */
  Wrk(String name, Cluster cluster, String root, String path, String token, int callers, int customers) {
    this.name = name;
    this.cluster = cluster;
    this.root = root;
    this.callers = callers;
    this.script = cluster.file(token + "-reads.lua", """
        wrk.headers["Authorization"] = "Bearer %s"
        local threads = 0
        function setup(thread)
          threads = threads + 1
          thread:set("number", threads)
        end
        function init(arguments)
          math.randomseed(os.time() + number)
        end
        function request()
          return wrk.format("GET", string.format("%s", math.random(0, %d)))
        end
        """.formatted(token, path, customers - 1));
  }

  @Override
  public String name() {
    return name;
  }

  /** @throws IllegalStateException if a request was not answered well */
  @Override
  public Measurement measure(Duration time) {
    long before = cpu();
    String printed = Processes.run(List.of("wrk", "-t", "1", "-c", Integer.toString(callers), "-d",
        time.toSeconds() + "s", "--timeout", "60s", "--latency", "-s", script.toString(), root));
    long used = cpu() - before;
    Matcher failures = FAILURES.matcher(printed);
    if (failures.find()) {
      throw new IllegalStateException(name + ": " + failures.group().strip());
    }
    Matcher percentiles = PERCENTILE.matcher(printed);
    while (percentiles.find()) {
      latencies.computeIfAbsent(Integer.parseInt(percentiles.group(1)), first -> new ArrayList<>())
          .add(Double.parseDouble(percentiles.group(2)) * MILLIS.getOrDefault(percentiles.group(3), Double.NaN));
    }
    return new Measurement(number(RATE, printed), used / number(REQUESTS, printed));
  }

  /** Of all measurements but the first, which is the warm-up: the time that so many percent of the requests did not pass. */
  Spread millis(int percent) {
    List<Double> all = latencies.getOrDefault(percent, List.of());
    return Spread.of(all.subList(Math.min(1, all.size()), all.size()));
  }

  @Override
  public void close() {}

  private long cpu() {
    return CpuTime.ofSelf() + CpuTime.ofEndedChildren() + cluster.cpuMicros();
  }

  private static double number(Pattern pattern, String printed) {
    Matcher found = pattern.matcher(printed);
    if (!found.find()) {
      throw new IllegalStateException("wrk printed no figures:\n" + printed);
    }
    return Double.parseDouble(found.group(1));
  }
}
