package io.anamnesis.events;

import tools.jackson.databind.ObjectWriter;

/** {@link Metadata} as the log keeps it. Members that it does not have, such as what a source added, are passed over. */
public final class MetadataCodec {
  private static final RecordCodec<Metadata> RECORD = new RecordCodec<>(Metadata.class, EventCodec.mapper());
  private static final ObjectWriter WRITER = EventCodec.mapper().writerFor(Metadata.class);

  private MetadataCodec() {}

  /** @throws tools.jackson.core.JacksonException if the text is no metadata */
  public static Metadata decode(String json) {
    return RECORD.decode(json);
  }

  public static String encode(Metadata metadata) {
    return WRITER.writeValueAsString(metadata);
  }
}
