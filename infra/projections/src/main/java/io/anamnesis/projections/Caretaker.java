package io.anamnesis.projections;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to what is due with the generations of a process's projections, whoever has brought it about: follows what was begun
 * elsewhere, lets take their place what is level and does so by itself, ends what has stood by long enough and what is left of
 * projections that are in no code any more, and drops what nobody reads any more. All of it may be done by any process, and by several at once.
 */
final class Caretaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

  /**
   * What is waited for.
   *
   * @param readers so long readers may take that began before a swap
   * @param absence so long rows of a projection that is unknown here stay though nobody follows them: their process may come back
   */
  record Delays(Duration readers, Duration absence) {
    static final Delays STANDARD = new Delays(Duration.ofSeconds(10), Duration.ofHours(1));
  }

  private final Supplier<Map<String, ProjectionTrack>> tracks;
  private final Generations generations;
  private final Swap swap;
  private final Delays delays;
  private final Lease lease;
  private final Set<String> reserved = ConcurrentHashMap.newKeySet();
  private final Map<Work, Long> forsakenSince = new HashMap<>();
  private final SteadyThread thread = new SteadyThread("views-caretaker", this::turn, () -> {});

  Caretaker(Supplier<Map<String, ProjectionTrack>> tracks, Generations generations, Swap swap, Delays delays,
      Lease lease) {
    this.tracks = tracks;
    this.generations = generations;
    this.swap = swap;
    this.delays = delays;
    this.lease = lease;
  }

  void start() {
    thread.start();
  }

  /** Rows of this name are not dropped for want of their code. */
  void reserve(String name) {
    reserved.add(name);
  }

  /** Something has changed: sees to it now. */
  void wake() {
    thread.wake();
  }

  /** Follows what there is to be followed. */
  void follow() {
    follow(() -> {});
  }

  /**
   * Follows what there is to be followed.
   *
   * @param begin begins something first; what it begins is followed from the same moment on, and shares a scan
   */
  synchronized void follow(Runnable begin) {
    begin.run();
    Map<String, ProjectionTrack> present = tracks.get();
    Map<String, List<Generation>> byName = generations.present(present.keySet()).stream()
        .collect(Collectors.groupingBy(Generation::name));
    List<Follower<?>> begun = new ArrayList<>();
    present.values().forEach(track -> begun.addAll(track.follow(byName.getOrDefault(track.name(), List.of()))));
    begun.forEach(Follower::start);
  }

  @Override
  public void close() {
    thread.close();
  }

  private boolean turn() throws InterruptedException {
    Collection<String> names = tracks.get().keySet();
    follow();
    generations.present(names).stream().filter(this::isToTakeItsPlace).forEach(this::swap);
    generations.retireExpired(names);
    Set<String> owned = new HashSet<>(names);
    owned.addAll(reserved);
    sinceLongForsaken(owned).forEach(this::giveUp);
    generations.leftBehind(delays.readers()).forEach(this::drop);
    thread.sleep(lease.beat());
    return true;
  }

  /** What is not kept level from here is left to the processes that do so. */
  private boolean isToTakeItsPlace(Generation level) {
    ProjectionTrack track = tracks.get().get(level.name());
    return level.state() == Generation.State.CANDIDATE && level.swaps() && track != null && track.keepsUp(level);
  }

  private void swap(Generation level) {
    try {
      swap.activate(level);
      LOG.info("view {} is answered by generation {}", level.name(), level.number());
    } catch (ProjectionRefused | GenerationRetired notNow) {
      // It comes again, unless it was ended.
      LOG.warn("view {}: generation {} could not take its place yet: {}", level.name(), level.number(),
          FailureNote.of(notNow));
    }
  }

  /** By this process's clock alone: while it does not run, it sees nobody who follows. */
  private List<Generation> sinceLongForsaken(Collection<String> names) {
    List<Generation> found = generations.forsaken(names);
    forsakenSince.keySet().retainAll(found.stream().map(Generation::work).toList());
    long now = System.nanoTime();
    return found.stream()
        .filter(one -> now - forsakenSince.computeIfAbsent(one.work(), first -> now) >= delays.absence().toNanos())
        .toList();
  }

  private void giveUp(Generation forsaken) {
    try {
      if (generations.giveUp(forsaken)) {
        LOG.warn("view {}: no process has its code any more; the rows of generation {} are dropped", forsaken.name(),
            forsaken.number());
      }
    } catch (ViewsFailure busy) {
      LOG.debug("view {}: generation {} stays for now", forsaken.name(), forsaken.number());
    }
  }

  private void drop(Generation left) {
    try {
      generations.drop(left);
    } catch (ViewsFailure stillRead) {
      LOG.debug("view {}: generation {} stays for now", left.name(), left.number());
    }
  }
}
