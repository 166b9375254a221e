package io.anamnesis.projections.declared;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.insight.InsightEvent.ProjectionPosted;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.projections.Hints;
import io.anamnesis.projections.RareEvents;
import io.anamnesis.projections.SteadyThread;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The declared projections of this process: learned from the log, all of them when it starts and each new one as it comes,
 * whichever process it was posted to. Thread-safe.
 */
public final class DeclaredProjections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredProjections.class);
  private static final String POSTED = EventCatalogue.standard().of(ProjectionPosted.class).type();
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  private final EventLog log;
  private final RareEvents events;
  private final DefinitionCompiler compiler;
  private final Consumer<String> posted;
  private final Consumer<? super DeclaredProjection> offer;
  private final Map<String, NavigableMap<Integer, DeclaredProjection>> known = new ConcurrentHashMap<>();
  private final SteadyThread thread;
  private @Nullable AutoCloseable hint;

  /**
   * @param tail the one of the process
   * @param posted is given the name of each version, also of one that does not hold here
   * @param offer is given each version once, in the order of the log; where it fails, again until it does not
   */
  public DeclaredProjections(EventLog log, LogTail tail, EventDecoder decoder, DefinitionCompiler compiler,
      Consumer<String> posted, Consumer<? super DeclaredProjection> offer) {
    this.log = log;
    this.events = new RareEvents(log, tail, decoder, Set.of(POSTED), this::learn);
    this.compiler = compiler;
    this.posted = posted;
    this.offer = offer;
    this.thread = new SteadyThread("definitions", this::follow, () -> {});
  }

  /** Returns at once. */
  public void start() {
    thread.start();
    hint = log.onAppend(thread::wake);
  }

  /** Learns whatever is in the log now, so that a definition just posted elsewhere is known here. */
  public void catchUp() {
    events.catchUp();
  }

  /** A version of a name; empty if no such one was posted by what is known. */
  public Optional<DeclaredProjection> find(String name, int version) {
    return Optional.ofNullable(versions(name).get(version));
  }

  /** The last version of a name. */
  public Optional<DeclaredProjection> newest(String name) {
    NavigableMap<Integer, DeclaredProjection> versions = versions(name);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.lastEntry().getValue());
  }

  private NavigableMap<Integer, DeclaredProjection> versions(String name) {
    return known.getOrDefault(name, new TreeMap<>());
  }

  private boolean follow() throws InterruptedException {
    catchUp();
    thread.sleep(LONGEST_SLEEP);
    return true;
  }

  private void learn(Recorded recorded) {
    if (!(recorded.event() instanceof ProjectionPosted definition)
        || find(definition.name(), definition.version()).isPresent()) {
      return;
    }
    posted.accept(definition.name());
    compiled(definition, recorded.position()).ifPresent(projection -> {
      offer.accept(projection);
      known.merge(projection.name(), new TreeMap<>(Map.of(projection.version(), projection)), (before, one) -> {
        NavigableMap<Integer, DeclaredProjection> more = new TreeMap<>(before);
        more.putAll(one);
        return more;
      });
    });
  }

  /** Empty, and told, for what does not hold here: it must not keep those behind it from being learned. */
  private Optional<DeclaredProjection> compiled(ProjectionPosted definition, long at) {
    try {
      return Optional.of(compiler.compilePosted(new DefinitionText(definition.definition()), definition.version(), at));
    } catch (LogUnavailable later) {
      throw later;
    } catch (InvalidDefinition ofAnotherBuild) {
      // It held when it was posted, by a build with another language or other events. Its rows stay as they are.
      LOG.error("the definition at position {} does not hold in this build: {}", at, ofAnotherBuild.getMessage());
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.error("the definition at position {} cannot be read by this build: {}", at, failure.getClass().getName());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    Hints.forget(hint);
    thread.close();
  }
}
