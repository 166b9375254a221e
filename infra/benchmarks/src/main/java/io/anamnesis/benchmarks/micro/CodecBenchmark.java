package io.anamnesis.benchmarks.micro;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.MetadataCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One payload between the log and its record. */
@State(Scope.Benchmark)
public class CodecBenchmark {
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());
  private final Databind databind = new Databind();

  @Param
  public Payload of = Payload.PURCHASE;

  @Benchmark
  public CustomerEvent decode() {
    return codec.decode(of.type, of.revision, of.json);
  }

  @Benchmark
  public CustomerEvent decodeByDatabind() {
    return databind.decode(of.type, of.revision, of.json);
  }

  /** Of the metadata beside each payload. */
  @State(Scope.Benchmark)
  public static class OfMetadata {
    private final Databind databind = new Databind();

    @Param("METADATA")
    public String of = "";

    @Benchmark
    public Metadata decode() {
      return MetadataCodec.decode(Payload.METADATA);
    }

    @Benchmark
    public Metadata decodeByDatabind() {
      return databind.metadata(Payload.METADATA);
    }
  }
}
