package io.anamnesis.benchmarks;

import io.anamnesis.command.CommandSideConfiguration;
import io.anamnesis.query.QuerySideConfiguration;
import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The whole product in one process: every fact told here leads to a decision and changes every view of its customer. */
final class Hospital implements AutoCloseable {
  static final int CUSTOMERS = 1_000;
  private static final int PATIENCE_SECONDS = 60;

  private final Server server;
  private final AtomicLong told = new AtomicLong();

  private Hospital(Server server) {
    this.server = server;
  }

  static Hospital start(String databaseUrl) {
    return new Hospital(Server.start(Application.class, databaseUrl));
  }

  /** A fact that was acknowledged. */
  record Acknowledged(String customer, String token) {}

  /** Tells of one visit, in a call of its own. */
  Acknowledged tell() {
    String customer = Facts.subject(CUSTOMERS);
    HttpResponse<String> answer = server.send(server.request("/facts", "app")
        .header("Content-Type", "application/cloudevents+json").POST(BodyPublishers.ofString(visit(customer))).build(),
        201);
    return new Acknowledged(customer, token(answer));
  }

  /** Tells of so many visits in one call. */
  Acknowledged tell(int visits) {
    String lines = LongStream.range(0, visits).mapToObj(i -> visit(Facts.subject(CUSTOMERS)))
        .collect(Collectors.joining("\n"));
    HttpResponse<String> answer = server.send(server.request("/facts", "app")
        .header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofString(lines)).build(), 200);
    return new Acknowledged(Facts.subject(CUSTOMERS), token(answer));
  }

  /** Returns when a view shows the customer with all that follows from the fact. */
  void see(String view, Acknowledged fact) {
    server.send(server.request("/customers/" + fact.customer() + "/" + view, "app")
        .header("Consistency-Token", fact.token()).header("Prefer", "wait=" + PATIENCE_SECONDS).GET().build(), 200);
  }

  /** Reads portraits as an app does. */
  Wrk portraits(Cluster cluster, int callers) {
    return new Wrk("Anamnesis", cluster, server.root(), "/api/v1/customers/customer-%d/portrait", "app", callers,
        CUSTOMERS);
  }

  @Override
  public void close() {
    server.close();
  }

  private String visit(String customer) {
    long number = told.incrementAndGet();
    return """
        {"specversion":"1.0","id":"V-%d","source":"/his","type":"visit.completed","subject":"%s","time":"%s",\
        "data":{"visitId":"V-%d","site":"shanghai","kind":"outpatient","department":"%s"}}"""
        .formatted(number, customer, Instant.now(), number,
            ThreadLocalRandom.current().nextBoolean() ? "obstetrics" : "paediatrics");
  }

  private static String token(HttpResponse<String> answer) {
    return answer.headers().firstValue("Consistency-Token")
        .orElseThrow(() -> new IllegalStateException("a write was answered without a token"));
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({WebConfiguration.class, LogBeans.class, CommandSideConfiguration.class, QuerySideConfiguration.class,
      Server.Tokens.class})
  static class Application {}
}
