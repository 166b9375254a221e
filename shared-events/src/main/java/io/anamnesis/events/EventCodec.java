package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Stored payloads to events and back. Thread-safe; one for all. */
public final class EventCodec {
  private static final StreamReadConstraints FROM_OUTSIDE = StreamReadConstraints.builder().maxNestingDepth(64)
      .maxStringLength(1_000_000).maxNumberLength(400).maxNameLength(1_000).build();

  /** Ciphertext is longer and lies one object deeper than what came in. */
  private static final StreamReadConstraints STORED =
      FROM_OUTSIDE.rebuild().maxNestingDepth(80).maxStringLength(100_000_000).build();

  /**
   * Does not look for members told twice, which costs a quarter of the time and of the memory that a tree takes. There are
   * none: {@link #OUTSIDE} has refused them, and what is stored was written from a tree or a record, which cannot hold them.
   */
  private static final JsonMapper MAPPER = configured(STORED).build();

  private static final JsonMapper OUTSIDE =
      configured(FROM_OUTSIDE).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final ObjectWriter WRITER =
      MAPPER.rebuild().changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build().writer();

  /** One for all codecs, and each made for its first event: few processes meet all types, and none at its start. */
  private static final ClassValue<RecordCodec<?>> RECORDS = new ClassValue<>() {
    @Override
    protected RecordCodec<?> computeValue(Class<?> record) {
      return new RecordCodec<>(record, MAPPER);
    }
  };

  private final EventCatalogue catalogue;

  public EventCodec(EventCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The mapper for what is stored, and for everything inside: decimals exact, members that a record does not know ignored,
   * dates as text.
   */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * As {@link #mapper}, for what comes from outside: at most 64 levels deep and 1,000,000 characters a string, and no member
   * told twice.
   */
  public static JsonMapper outside() {
    return OUTSIDE;
  }

  /**
   * Decodes a stored payload of any revision up to the newest; sealed members stay sealed.
   *
   * @throws UnknownType if no such type is in the catalogue
   * @throws UnknownRevision if the revision is newer than this build
   * @throws UnreadablePayload if the payload does not fit its type and revision
   */
  public CustomerEvent decode(String type, int revision, String payload) {
    EventDescriptor descriptor = catalogue.find(type).orElseThrow(() -> new UnknownType(type));
    descriptor.mustKnow(revision);
    try {
      if (descriptor.isExtension()) {
        return new ExtensionFact(type, catalogue.newest(descriptor, revision, payload));
      }
      RecordCodec<?> record = RECORDS.get(descriptor.recordType());
      return (CustomerEvent) (revision == descriptor.revision()
          ? record.decode(payload)
          : record.decode(catalogue.newest(descriptor, revision, payload)));
    } catch (JacksonException unreadable) {
      String place = unreadable.getPath().isEmpty() ? "" : " at " + unreadable.getPathReference();
      throw new UnreadablePayload(type, revision, place);
    }
  }

  /** The payload of an event as it is stored, in the newest revision; absent optional members are left out. */
  public String encode(CustomerEvent event) {
    // By databind: a writer made for each record, as its reader is, was measured no faster.
    return event instanceof ExtensionFact extension
        ? MAPPER.writeValueAsString(extension.data())
        : WRITER.writeValueAsString(event);
  }

  private static JsonMapper.Builder configured(StreamReadConstraints constraints) {
    return JsonMapper
        .builder(JsonFactory.builder().streamReadConstraints(constraints).recyclerPool(new ReadBuffers()).build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS).addModule(new Rfc3339Module());
  }
}
