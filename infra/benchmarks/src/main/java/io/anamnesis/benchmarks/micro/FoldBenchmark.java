package io.anamnesis.benchmarks.micro;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.Projection;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.loyalty.LevelTerms;
import io.anamnesis.query.loyalty.PointsProjection;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One customer's life of 1,000 events through one view, an event at a time: as a rebuild and a question as of then do. */
@State(Scope.Benchmark)
public class FoldBenchmark {
  private static final int EVENTS = 1_000;

  private final List<StoredEvent> life = Life.of(EVENTS);
  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private final Databind databind = new Databind();
  private final List<Recorded> decoded = life.stream().map(decoder::decode).toList();

  @Param
  public View of = View.POINTS;

  /** What is folded. */
  public enum View {
    POINTS(new PointsProjection()),
    PORTRAIT(new PortraitProjection(LevelTerms.of(Programme.standard()), SiteZones.standardOnly()));

    private final Projection<?, ?> projection;
    private final Subscription declared;

    View(Projection<?, ?> projection) {
      this.projection = projection;
      this.declared = EventCatalogue.standard().declares(projection.events());
    }
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Object decodeAndFold() {
    return folded(of.projection, decoder::decode);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Object decodeByDatabindAndFold() {
    return folded(of.projection, databind::decode);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Object fold() {
    return folded(of.projection, event -> decoded.get((int) event.position() - 1));
  }

  private <S> S folded(Projection<S, ?> projection, Function<StoredEvent, Recorded> decode) {
    S state = projection.initial();
    for (StoredEvent event : life) {
      if (of.declared.test(event.type())) {
        state = projection.fold(state, decode.apply(event));
      }
    }
    return state;
  }
}
