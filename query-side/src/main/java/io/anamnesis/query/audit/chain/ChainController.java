package io.anamnesis.query.audit.chain;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.audit.EventIds;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.reads.Showing;

/** What led to an event and what followed from it, across all whom it bears on. */
@RestController
public class ChainController {
  private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");
  private static final int MOST = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Waiting waiting;

  public ChainController(EventLog log, EventDecoder decoder, Waiting waiting) {
    this.log = log;
    this.decoder = decoder;
    this.waiting = waiting;
  }

  /**
   * @param ledBy what led to it, the nearest first: down to what no event of the log is the reason of
   * @param together what the same command decided beside it
   * @param followed what followed from it, in the log's order
   * @param truncated whether more may have followed than is told
   * @param searched where it was looked for what followed
   */
  record Chain(ChainLink event, List<ChainLink> ledBy, List<ChainLink> together, List<ChainLink> followed,
      boolean truncated, Searched searched) {}

  /**
   * @param subjects customers whose lives were read
   * @param streams that were read besides
   * @param position up to which both were read
   */
  record Searched(Set<String> subjects, Set<String> streams, long position) {}

  /**
   * @param event event id, or position
   * @param limit how much of what followed is told, 1 to 500
   */
  @GetMapping(path = "/api/v1/audit/events/{event}/chain", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Chain> chain(@PathVariable String event, @RequestParam @Nullable String limit, Freshly asked) {
    int most = limit == null ? MOST : PageRequest.limit(limit);
    waiting.forPolicies(asked);
    StoredEvent root = find(event);
    long head = log.head();
    Followers.Found followers = new Followers(log, decoder, root, head, most).find();
    Chain chain = new Chain(ChainLink.of(root, decoder), links(new Causes(log, decoder).of(root)),
        links(new Together(log).with(root)), links(followers.events()), followers.truncated(),
        new Searched(followers.subjects(), followers.streams(), head));
    shown(chain).filter(CustomerId::isValid).forEach(Showing.current()::customer);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).header("Position", Long.toString(head)).body(chain);
  }

  /** For the log of reads. */
  private static Stream<String> shown(Chain chain) {
    Stream<ChainLink> links = Stream.of(List.of(chain.event), chain.ledBy, chain.together, chain.followed)
        .flatMap(List::stream);
    return Stream.concat(links.map(ChainLink::subject).filter(Objects::nonNull), chain.searched.subjects.stream());
  }

  private List<ChainLink> links(List<StoredEvent> events) {
    return events.stream().map(event -> ChainLink.of(event, decoder)).toList();
  }

  private StoredEvent find(String event) {
    var found = POSITION.matcher(event).matches()
        ? log.read(Long.parseLong(event) - 1, 1).stream().findFirst()
        : log.find(EventIds.of("event", event));
    return found.orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_EVENT).field("event").exception());
  }
}
