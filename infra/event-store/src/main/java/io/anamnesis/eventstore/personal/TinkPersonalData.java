package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.Shape;
import io.anamnesis.events.UnknownType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Personal data sealed by Tink, its keys in schema {@code keys}. A value is sealed as its JSON text, so that numbers and
 * objects come back as they were. Thread-safe.
 */
public final class TinkPersonalData implements PersonalData {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder FROM_TEXT = Base64.getUrlDecoder();
  private static final String INDEX_KEY = "blind-index";
  private static final byte[] CONCEALED = "concealed".getBytes(StandardCharsets.UTF_8);
  private static final byte[] QUARANTINE = "quarantine".getBytes(StandardCharsets.UTF_8);

  private final EventCatalogue catalogue;
  private final SubjectKeys keys;
  private final PersonKeys personKeys;
  private final BlindIndex blindIndex;
  private final Pseudonyms pseudonyms;
  private final AesGcmJce concealed;
  private final AesGcmJce quarantine;

  private TinkPersonalData(EventCatalogue catalogue, SubjectKeys keys, PersonKeys personKeys,
      Function<String, byte[]> siteKeys) {
    this.catalogue = catalogue;
    this.keys = keys;
    this.personKeys = personKeys;
    this.blindIndex = new BlindIndex(siteKeys.apply(INDEX_KEY));
    this.pseudonyms = new Pseudonyms(siteKeys.apply("pseudonym"));
    this.concealed = cipher(siteKeys.apply("concealed"));
    this.quarantine = cipher(siteKeys.apply("quarantine"));
  }

  /** Opens the keys with the erasure list beside the key-encryption key ({@link KeyStore#of}). */
  public static TinkPersonalData open(DataSource database, Path kekFile) {
    return open(KeyStore.of(database, kekFile));
  }

  /**
   * Migrates the schema {@code keys} where needed, destroys again what the erasure list says and a backup has brought back, and opens the
   * keys.
   *
   * @throws IllegalStateException if others may read the files, if the key-encryption key is not the one that wrapped the stored
   *     keys, or is missing though keys are stored, or if the erasure list is not the one that this database knows; the message says
   *     what to do
   */
  public static TinkPersonalData open(KeyStore store) {
    DataSource database = store.database();
    boolean hadList = KeySchema.migrate(database);
    // Alone: a token takes two keys of one name, where a file takes one.
    KeyEncryptionKey wrapping =
        Turn.alone(database, turn -> KeyEncryptionKey.open(store.kek(), SiteKeys.exist(turn)));
    Function<String, byte[]> siteKeys = purpose -> SiteKeys.get(database, wrapping, purpose);
    ErasureMarks marks = marks(database, wrapping);
    Erasures erasures =
        Erasures.open(database, marks, new ErasureList(store.erasureList(), marks.installation()), hadList);
    SubjectKeys keys = new SubjectKeys(database, wrapping, erasures);
    return new TinkPersonalData(EventCatalogue.standard(), keys, new StoredPersonKeys(database, keys, erasures),
        siteKeys);
  }

  static ErasureMarks marks(DataSource database, KeyEncryptionKey wrapping) {
    return new ErasureMarks(SiteKeys.get(database, wrapping, INDEX_KEY));
  }

  /** The same keys, as what can be destroyed. */
  public PersonKeys personKeys() {
    return personKeys;
  }

  private static AesGcmJce cipher(byte[] key) {
    try {
      return new AesGcmJce(key);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("a stored key has not " + SubjectKey.BYTES + " bytes", unusable);
    }
  }

  @Override
  public void prepare(Collection<String> subjects) {
    keys.prepare(subjects);
  }

  @Override
  public ObjectNode seal(String subject, Place place, ObjectNode clear) {
    EventDescriptor descriptor = catalogue.find(place.type()).orElseThrow(() -> new UnknownType(place.type()));
    return seal(subject, place, descriptor.shape(), clear);
  }

  @Override
  public ObjectNode seal(String subject, Place place, Shape.Members shape, ObjectNode clear) {
    ObjectNode sealed = NODES.objectNode();
    clear.properties().forEach(member -> {
      Shape form = shape.of(member.getKey());
      sealed.set(member.getKey(), form instanceof Shape.Clear
          ? member.getValue().deepCopy()
          : seal(subject, place.at(member.getKey()), member.getValue(), form));
    });
    return sealed;
  }

  private JsonNode seal(String subject, Place place, JsonNode clear, Shape shape) {
    if (clear.isNull()) {
      return clear;
    }
    return switch (shape) {
      case Shape.Clear() -> clear.deepCopy();
      case Shape.Sealing sealing -> sealWhole(subject, place, clear, sealing.key());
      case Shape.Members members when clear instanceof ObjectNode object -> seal(subject, place, members, object);
      case Shape.Elements(Shape element) when clear instanceof ArrayNode array -> {
        ArrayNode sealed = NODES.arrayNode();
        for (int i = 0; i < array.size(); i++) {
          sealed.add(seal(subject, place.at(i), array.get(i), element));
        }
        yield sealed;
      }
      // Not of the form that its type declares: nobody has classified this.
      case Shape.Members members -> sealWhole(subject, place, clear, KeyKind.RECORD);
      case Shape.Elements elements -> sealWhole(subject, place, clear, KeyKind.RECORD);
    };
  }

  /** Once the key is destroyed nothing comes in any more that it would seal. */
  private JsonNode sealWhole(String subject, Place place, JsonNode clear, KeyKind kind) {
    return keys.need(subject, kind).<JsonNode>map(key -> {
      byte[] text = EventCodec.mapper().writeValueAsBytes(clear);
      byte[] mark = place.digest();
      return NODES.objectNode().put(Sealed.MEMBER, letter(kind) + "." + TO_TEXT.encodeToString(mark) + "."
          + TO_TEXT.encodeToString(key.seal(text, mark)));
    }).orElseGet(NODES::nullNode);
  }

  @Override
  public JsonNode bind(String subject, Place place, JsonNode sealed) {
    return switch (sealed) {
      case ObjectNode object when Sealed.isOne(object) -> bind(subject, place, object, Sealed.of(object));
      case ObjectNode object -> {
        ObjectNode bound = NODES.objectNode();
        object.properties()
            .forEach(member -> bound.set(member.getKey(), bind(subject, place.at(member.getKey()), member.getValue())));
        yield bound;
      }
      case ArrayNode array -> {
        ArrayNode bound = NODES.arrayNode();
        for (int i = 0; i < array.size(); i++) {
          bound.add(bind(subject, place.at(i), array.get(i)));
        }
        yield bound;
      }
      default -> sealed;
    };
  }

  private JsonNode bind(String subject, Place place, ObjectNode stored, Sealed sealed) {
    return place.mark().equals(sealed.place())
        ? stored
        : open(subject, sealed).map(clear -> sealWhole(subject, place, clear, sealed.under()))
            .orElseGet(NODES::nullNode);
  }

  @Override
  public JsonNode unseal(String subject, JsonNode sealed) {
    return switch (sealed) {
      case ObjectNode object when Sealed.isOne(object) -> open(subject, Sealed.of(object)).orElseGet(NODES::nullNode);
      case ObjectNode object -> {
        ObjectNode clear = NODES.objectNode();
        object.properties().forEach(member -> clear.set(member.getKey(), unseal(subject, member.getValue())));
        yield clear;
      }
      case ArrayNode array -> {
        ArrayNode clear = NODES.arrayNode();
        array.forEach(value -> clear.add(unseal(subject, value)));
        yield clear;
      }
      default -> sealed;
    };
  }

  @Override
  public Optional<JsonNode> unseal(String subject, Sealed sealed) {
    return open(subject, sealed);
  }

  private Optional<JsonNode> open(String subject, Sealed sealed) {
    String text = sealed.ciphertext();
    if (text.length() < 2 || text.charAt(1) != '.') {
      throw new IllegalStateException("a sealed value has not the form of one");
    }
    byte[] body = FROM_TEXT.decode(sealed.body());
    byte[] place = sealed.place() == null ? null : FROM_TEXT.decode(sealed.place());
    return keys.find(subject, kind(text.charAt(0))).map(key -> EventCodec.mapper().readTree(key.open(body, place)));
  }

  private static char letter(KeyKind kind) {
    return switch (kind) {
      case CONTACT -> 'c';
      case RECORD -> 'r';
    };
  }

  private static KeyKind kind(char letter) {
    return switch (letter) {
      case 'c' -> KeyKind.CONTACT;
      case 'r' -> KeyKind.RECORD;
      default -> throw new IllegalStateException("a sealed value names no known kind of key");
    };
  }

  @Override
  public Optional<String> contentMac(String subject, byte[] canonicalContent) {
    return keys.need(subject, KeyKind.RECORD).map(key -> TO_TEXT.encodeToString(key.contentMac(canonicalContent)));
  }

  @Override
  public byte[] blindIndex(IndexKind kind, String clear) {
    return blindIndex.of(kind, clear);
  }

  @Override
  public String pseudonym(String subject) {
    return pseudonyms.of(subject);
  }

  @Override
  public String conceal(String text) {
    try {
      return TO_TEXT.encodeToString(concealed.encrypt(text.getBytes(StandardCharsets.UTF_8), CONCEALED));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Optional<String> disclose(String text) {
    try {
      return Optional.of(new String(concealed.decrypt(FROM_TEXT.decode(text), CONCEALED), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] sealQuarantine(byte[] clear) {
    try {
      return quarantine.encrypt(clear, QUARANTINE);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public byte[] openQuarantine(byte[] sealed) {
    try {
      return quarantine.decrypt(sealed, QUARANTINE);
    } catch (GeneralSecurityException altered) {
      throw new IllegalStateException("a quarantined line does not open: it was altered", altered);
    }
  }
}
