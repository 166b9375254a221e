package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.EventStream.after;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.standalone.acceptance.EventStream.Event;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Live: what is recorded of a customer reaches whoever listens, once, in the log's order, and nobody who may not see it. */
@ParameterizedClass
@EnumSource(Deployment.class)
class LiveStreamAcceptanceTest {
  private static final String CUSTOMERS = "/api/v1/customers/";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_WHILE = Duration.ofMillis(700);
  private static final String TIME = "2026-03-01T02:00:00Z";
  /** Which a decoder takes a token longer than it says. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  @Parameter
  private Deployment deployment;
  private final String customer = someone();
  private final String path = CUSTOMERS + customer + "/stream";

  private static Map<String, Object> signin(String whom) {
    return fact(whom, "signin.made", TIME, Map.of("channel", "app"));
  }

  private static long recorded(Client client, Map<String, Object> told) {
    Answer answer = client.single(Facts.json(told));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().get("position").asLong();
  }

  private Map<String, Object> named(String name) {
    return fact(customer, "customer.amended", TIME, Map.of("name", name));
  }

  private List<Long> written(long position) {
    return new WrittenLife(deployment.database(), customer).positionsAfter(position);
  }

  private static List<Long> positions(List<Event> events) {
    return events.stream().map(Event::position).toList();
  }

  // ---- once each, in order

  @Test
  void each_event_comes_once_in_order_while_many_write_and_the_reader_is_cut_off_again_and_again() throws Exception {
    long seed = System.nanoTime();
    Client client = deployment.client();
    recorded(client, signin(customer));
    String other = someone();
    ConcurrentSkipListSet<Long> acknowledged = new ConcurrentSkipListSet<>();
    AtomicBoolean done = new AtomicBoolean();
    List<Event> came = Collections.synchronizedList(new ArrayList<>());
    String start;
    try (EventStream first = EventStream.of(client.unaware(), customer).begun()) {
      start = first.lastEventId();
    }

    Callable<Void> reader = () -> {
      listen(client.unaware(), start, came, done, new Random(seed));
      return null;
    };
    List<Callable<Void>> all = new ArrayList<>(List.of(reader));
    List<Callable<Void>> writers = IntStream.range(0, 4).<Callable<Void>>mapToObj(number -> () -> {
      write(number, other, acknowledged);
      return null;
    }).toList();
    all.add(() -> {
      AtOnce.atOnce(writers);
      // Whatever policies decide on it too.
      client.unaware().read(CUSTOMERS + customer + "/points", "Consistency-Token", "1-" + acknowledged.last(), "Prefer",
          "wait=20");
      await().atMost(SOON).until(() -> came.size() >= written(Long.parseLong(start)).size());
      done.set(true);
      return null;
    });
    AtOnce.atOnce(all);

    List<Long> written = written(Long.parseLong(start));
    assertThat(positions(came)).as("seed %d", seed).isEqualTo(written).containsAll(acknowledged);
    assertThat(written).as("decisions too").hasSizeGreaterThan(acknowledged.size());
  }

  private void write(int number, String other, ConcurrentSkipListSet<Long> acknowledged) {
    Client client = deployment.client();
    for (int i = 0; i < 40; i++) {
      acknowledged.add(recorded(client, purchase(customer, "P-" + number + "-" + i, TIME, line("wellness", "10.00"))));
      recorded(client, signin(other));
    }
  }

  private void listen(Client client, String start, List<Event> came, AtomicBoolean done, Random random)
      throws InterruptedException {
    String last = start;
    while (!done.get()) {
      try (EventStream stream = EventStream.of(client, customer, after(last))) {
        int wanted = random.nextInt(30);
        long until = System.nanoTime() + random.nextInt(400) * 1_000_000L;
        while (wanted > 0 && System.nanoTime() < until) {
          Event event = stream.poll(Duration.ofMillis(20));
          if (event != null) {
            came.add(event);
            last = event.id();
            wanted--;
          }
        }
      }
    }
  }

  @Test
  void whoever_is_cut_off_before_the_first_event_loses_nothing() throws Exception {
    Client client = deployment.client();
    recorded(client, signin(customer));
    recorded(client, signin(customer));
    String last;
    // It waits for what policies decide on both: else that would be news.
    try (EventStream stream = EventStream.of(client, customer).begun()) {
      assertThat(stream.poll(A_WHILE)).as("what was is not told").isNull();
      assertThat(stream.retry()).isEqualTo("2000");
      last = stream.lastEventId();
    }
    long missed = recorded(client, signin(customer));

    try (EventStream again = EventStream.of(client.unaware(), customer, after(last))) {
      assertThat(again.next().position()).isEqualTo(missed);
    }
  }

  @Test
  void an_event_is_there_within_a_second_of_its_acknowledgement() throws Exception {
    Client client = deployment.client();
    recorded(client, signin(customer));
    List<Long> delays = new ArrayList<>();
    try (EventStream stream = EventStream.of(client.unaware(), customer).begun()) {
      for (int i = 0; i < 20; i++) {
        long position = recorded(client, named("N" + i));
        long acknowledged = System.nanoTime();
        Event event = stream.next();
        while (event.position() < position) {
          event = stream.next();
        }
        delays.add((System.nanoTime() - acknowledged) / 1_000_000);
      }
    }
    Collections.sort(delays);
    assertThat(delays.get(delays.size() / 2)).as("ms: %s", delays).isLessThan(1_000L);
  }

  // ---- what is told

  @Test
  void an_event_is_an_item_of_the_timeline_with_its_position_type_and_token() throws Exception {
    Client client = deployment.client();
    String name = "Wang\nLi\r\n\u2028" + customer;
    client.record(fact(customer, "customer.registered", TIME, Map.of("name", name)),
        purchase(customer, "P-1", TIME, line("wellness", "100.00")));
    for (String language : List.of("en", "zh-CN")) {
      List<JsonNode> items = client.read(CUSTOMERS + customer + "/timeline?limit=500", "Accept-Language", language)
          .get("items").valueStream().toList().reversed();
      try (EventStream stream =
          EventStream.of(client, customer, "Last-Event-ID", "0", "Accept-Language", language)) {
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
        assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(stream.header("Content-Language")).isEqualTo(language);
        List<Event> events = stream.next(items.size());
        for (int i = 0; i < items.size(); i++) {
          ObjectNode told = (ObjectNode) events.get(i).json();
          assertThat(told.remove("consistencyToken").asString()).isEqualTo("1-" + events.get(i).id());
          assertThat(told).isEqualTo(items.get(i));
          assertThat(events.get(i).position()).isEqualTo(told.get("position").asLong());
          assertThat(events.get(i).type()).isEqualTo(told.get("type").asString());
          assertThat(events.get(i).data()).doesNotContain("\n");
        }
        assertThat(events.getFirst().json().get("details").get("name").asString()).isEqualTo(name);
        assertThat(stream.poll(A_WHILE)).isNull();
      }
    }
  }

  @Test
  void a_read_with_the_token_of_an_event_reflects_it() throws Exception {
    Client client = deployment.client();
    recorded(client, signin(customer));
    try (EventStream stream = EventStream.of(client.unaware(), customer).begun()) {
      String name = "N" + customer;
      deployment.client().single(Facts.json(named(name)));
      String token = stream.next().json().get("consistencyToken").asString();

      assertThat(client.unaware().read(CUSTOMERS + customer + "/portrait", "Consistency-Token", token, "Prefer",
          "wait=20").get("identity").get("name").asString()).isEqualTo(name);
    }
  }

  @Test
  void a_stream_of_a_past_ends_where_the_log_ended_then_and_one_as_of_an_occurrence_leaves_out_what_came_later()
      throws Exception {
    Client client = deployment.client();
    List<Long> positions = LongStream.range(0, 3).map(day -> recorded(client,
        fact(customer, "visit.completed", "2026-03-0" + (1 + day) + "T02:00:00Z",
            Map.of("visitId", "V-" + day, "kind", "outpatient"))))
        .boxed().toList();
    client.read(CUSTOMERS + customer + "/points");
    long last = written(0).getLast();
    String now = Instant.now().toString();
    await().atMost(SOON).until(() -> Instant.now().isAfter(Instant.parse(now).plusMillis(2)));
    recorded(client, visit(customer, "V-9", "2026-03-09T02:00:00Z"));

    try (EventStream past = EventStream.at(client, path + "?asOf=" + now, "Last-Event-ID", "0")) {
      assertThat(past.ends(SOON)).isTrue();
      assertThat(past.lastEventId()).isEqualTo(Long.toString(last));
    }
    assertThat(client.get(path + "?asOf=" + now, "Last-Event-ID", Long.toString(last)).status()).isEqualTo(204);
    try (EventStream early = EventStream.at(client, path + "?asOf=" + now + "&effectiveAt=2026-03-02T12:00:00Z",
        "Last-Event-ID", "0")) {
      assertThat(early.ends(SOON)).isTrue();
      List<Long> told = new ArrayList<>();
      for (Event event = early.poll(Duration.ZERO); event != null; event = early.poll(Duration.ZERO)) {
        told.add(event.position());
      }
      assertThat(told).contains(positions.get(0), positions.get(1)).doesNotContain(positions.get(2));
    }
    assertThat(problem(client.get(path + "?asOf=2100-01-01T00:00:00Z"), 400)).isEqualTo("future");
  }

  // ---- who is let in

  @Test
  void whoever_may_not_read_the_customer_is_refused_before_anything_is_streamed() {
    Client client = deployment.client();
    recorded(client, signin(customer));
    assertThat(problem(client.get(CUSTOMERS + someone() + "/stream"), 404)).isEqualTo("unknown-customer");
    assertThat(problem(client.get(CUSTOMERS + someone() + "/stream", "Accept", "text/event-stream"), 404))
        .isEqualTo("unknown-customer");
    assertThat(problem(client.as("analyst").get(path), 403)).isEqualTo("forbidden");
    assertThat(problem(client.as("admin").get(path), 403)).isEqualTo("forbidden");
    assertThat(problem(new Client(client.commands(), client.queries(), "").get(path), 401)).isEqualTo("unauthorized");
    assertThat(problem(client.get(path, "Accept", "application/json"), 406)).isEqualTo("not-acceptable");
  }

  @Test
  void what_is_no_position_of_the_log_is_refused_by_the_name_of_the_header() {
    Client client = deployment.client();
    long position = recorded(client, signin(customer));
    for (String wrong : List.of("", "abc", "-1", "1.5", "01", "0x1", "1 2", "12345678901234567890",
        Long.toString(position + 1_000_000))) {
      Answer refused = client.get(path, "Last-Event-ID", wrong, "Accept-Language", "en");
      assertThat(problem(refused, 400)).as(wrong).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).isEqualTo("Last-Event-ID");
      assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    }
    assertThat(problem(client.unaware().get(path, "Consistency-Token", "no token of ours"), 400)).isEqualTo("invalid");
  }

  @Test
  void personal_values_are_masked_for_an_auditor_without_a_purpose_and_for_all_once_the_record_is_restricted()
      throws Exception {
    Client staff = deployment.client();
    String before = "Before" + customer;
    String later = "Later" + customer;
    staff.record(fact(customer, "customer.registered", TIME, Map.of("name", before)), visit(customer, "V-1", TIME));
    try (EventStream open = EventStream.of(staff.unaware(), customer, "Last-Event-ID", "0");
        EventStream auditor = EventStream.of(staff.as("auditor").unaware(), customer, "Last-Event-ID", "0");
        EventStream stated = EventStream.of(staff.as("auditor").unaware(), customer, "Last-Event-ID", "0", "Purpose",
            "complaint 17")) {
      assertThat(open.next().data()).contains(before);
      assertThat(auditor.next().data()).doesNotContain(before).contains("***");
      assertThat(stated.next().data()).contains(before);

      assertThat(staff.post(CUSTOMERS + customer + "/erasure", Map.of("reason", "asked"), "Prefer", "wait=20").json()
          .get("state").asString()).isEqualTo("waiting");
      long position = recorded(staff, named(later));

      assertThat(dataOf(open, position)).doesNotContain(later).contains("***");
      assertThat(dataOf(auditor, position)).doesNotContain(later);
      assertThat(dataOf(stated, position)).contains(later);
    }
    try (EventStream again = EventStream.of(staff.as("app").unaware(), customer, "Last-Event-ID", "0")) {
      assertThat(again.next().data()).doesNotContain(before).contains("***");
    }
  }

  @Test
  void of_a_person_who_is_forgotten_while_it_is_open_nothing_personal_is_told_any_more() throws Exception {
    Client staff = deployment.client();
    String before = "Before" + customer;
    String later = "Later" + customer;
    staff.record(fact(customer, "customer.registered", TIME, Map.of("name", before)));
    try (EventStream open = EventStream.of(staff.unaware(), customer, "Last-Event-ID", "0")) {
      assertThat(open.next().data()).contains(before);
      assertThat(staff.post(CUSTOMERS + customer + "/erasure", Map.of("reason", "asked"), "Prefer", "wait=20").json()
          .get("state").asString()).isEqualTo("done");

      assertThat(dataOf(open, recorded(staff, named(later)))).doesNotContain(later);
    }
    try (EventStream again = EventStream.of(staff.unaware(), customer, "Last-Event-ID", "0")) {
      assertThat(again.next().data()).doesNotContain(before);
    }
  }

  private static String dataOf(EventStream stream, long position) throws InterruptedException {
    Event event = stream.next();
    while (event.position() < position) {
      event = stream.next();
    }
    assertThat(event.position()).isEqualTo(position);
    return event.data();
  }

  @Test
  void a_stream_ends_when_the_readers_sites_cover_the_customer_no_more_but_for_who_has_broken_the_glass()
      throws Exception {
    Client everywhere = deployment.client();
    everywhere.record(fact(customer, "customer.registered", TIME, Map.of("name", "N", "site", "shanghai")));
    Map<String, Object> wrong = fact(customer, "visit.completed", TIME,
        Map.of("visitId", "V-1", "kind", "outpatient", "site", "beijing"));
    everywhere.record(wrong);
    Client nurse = everywhere.of("nurse-" + customer, "beijing").unaware();
    Client stranger = everywhere.of("stranger-" + customer, "chengdu").unaware();
    assertThat(problem(stranger.get(path), 404)).isEqualTo("unknown-customer");
    try (EventStream stream = EventStream.of(nurse, customer).begun();
        EventStream broken = EventStream.of(stranger, customer, "Break-Glass", "unconscious").begun()) {
      long seen = recorded(everywhere, fact(customer, "visit.arrived", TIME,
          Map.of("visitId", "V-2", "kind", "outpatient", "site", "shanghai")));
      assertThat(dataOf(stream, seen)).isNotEmpty();

      long moved = recorded(everywhere, fact(customer, "fact.corrected", TIME,
          Map.of("corrects", Map.of("source", wrong.get("source"), "id", wrong.get("id")), "data",
              Map.of("visitId", "V-1", "kind", "outpatient", "site", "shanghai"))));

      assertThat(stream.ends(SOON)).isTrue();
      for (Event event = stream.poll(Duration.ZERO); event != null; event = stream.poll(Duration.ZERO)) {
        assertThat(event.position()).isLessThan(moved);
      }
      assertThat(dataOf(broken, moved)).isNotEmpty();
    }
    assertThat(problem(nurse.get(path), 404)).isEqualTo("unknown-customer");
  }

  @Test
  void a_stream_ends_with_the_token_that_it_was_opened_with() throws Exception {
    Client client = deployment.client();
    recorded(client, signin(customer));
    Client leaving = client.until(Instant.now().minus(SKEW).plusSeconds(4));
    try (EventStream stream = EventStream.of(leaving, customer).begun()) {
      assertThat(stream.ends(Duration.ofMillis(500))).isFalse();
      assertThat(stream.ends(SOON)).isTrue();
    }
    assertThat(problem(leaving.get(path), 401)).isEqualTo("unauthorized");
  }

  // ---- the log of reads

  @Test
  void every_opening_is_recorded_before_the_first_byte_and_none_is_given_where_it_cannot_be() throws Exception {
    Client client = deployment.client();
    recorded(client, signin(customer));
    WrittenReads reads = new WrittenReads(deployment.database());
    Client app = client.as("app", "app-" + customer).unaware();
    String opening = "app-" + customer + " GET /customers/{customer}/stream 200 CLEAR";
    for (int i = 1; i <= 2; i++) {
      try (EventStream stream = EventStream.of(app, customer).begun()) {
        assertThat(stream.lastEventId()).isNotEmpty();
        assertThat(reads.of(customer)).filteredOn(opening::equals).hasSize(i);
      }
    }
    reads.refuse(customer);
    try {
      Answer refused = app.get(path, "Last-Event-ID", "0");
      assertThat(problem(refused, 503)).isEqualTo("read-not-recorded");
      assertThat(refused.body()).doesNotContain("signin");
    } finally {
      reads.takeAgain();
    }
  }

  // ---- those who are slow, those who are many, and the end

  @Test
  void a_reader_who_takes_nothing_holds_nobody_up() throws Exception {
    Client client = deployment.client();
    long first = recorded(client, signin(customer));
    String text = "t".repeat(200_000);
    URI queries = client.queries();
    try (Socket deaf = new Socket(queries.getHost(), queries.getPort());
        EventStream other = EventStream.of(client.unaware(), customer, after(Long.toString(first)))) {
      deaf.setReceiveBufferSize(4_096);
      OutputStream out = deaf.getOutputStream();
      out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\nAuthorization: Bearer "
          + TestTokens.token("staff") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      for (int i = 0; i < 60; i++) {
        long position = recorded(client, fact(customer, "followup.recorded", TIME,
            Map.of("followUpId", "F-" + i, "content", text)));
        assertThat(dataOf(other, position)).contains(text);
      }
    }
  }

  @Test
  void as_many_streams_as_may_be_are_open_and_who_is_sent_away_is_told_when_to_come_again() throws Exception {
    try (OwnDeployment own = new OwnDeployment(deployment,
        Map.of("anamnesis.streams.most", 2, "anamnesis.streams.heartbeat", "100ms", "anamnesis.streams.longest",
            "15s"))) {
      Client client = own.client("staff");
      long position = recorded(client, signin(customer));
      EventStream first = EventStream.of(client, customer).begun();
      EventStream second = EventStream.of(client, customer).begun();
      assertThat(first.comment(SOON)).as("a heartbeat").isNotNull();

      Answer third = client.get(path);
      assertThat(problem(third, 503)).isEqualTo("overloaded");
      assertThat(third.header("Retry-After")).isEqualTo("5");
      first.close();
      EventStream another = await().atMost(SOON).ignoreExceptionsInstanceOf(AssertionError.class)
          .until(() -> EventStream.of(client, customer), stream -> true);
      another.close();

      // A process that ends lets its readers go, and they lose nothing.
      long begun = System.nanoTime();
      own.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      assertThat(second.ends(SOON)).isTrue();
      own.start();
      Client after = own.client("staff");
      long missed = recorded(after, signin(customer));
      try (EventStream again = EventStream.of(after, customer, after(second.lastEventId()))) {
        assertThat(Long.parseLong(second.lastEventId())).isGreaterThanOrEqualTo(position);
        assertThat(dataOf(again, missed)).isNotEmpty();
        assertThat(again.ends(Duration.ofSeconds(30))).as("after its longest time").isTrue();
      }
    }
  }

  @Test
  void a_head_is_answered_at_once() throws Exception {
    Client client = deployment.client();
    recorded(client, signin(customer));
    HttpResponse<Void> head = client.head(path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream");
  }
}
