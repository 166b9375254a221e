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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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
  private static final byte[] CONCEALED = "concealed".getBytes(StandardCharsets.UTF_8);
  private static final byte[] QUARANTINE = "quarantine".getBytes(StandardCharsets.UTF_8);

  private final EventCatalogue catalogue;
  private final SubjectKeys keys;
  private final BlindIndex blindIndex;
  private final Pseudonyms pseudonyms;
  private final AesGcmJce concealed;
  private final AesGcmJce quarantine;

  /** @param siteKeys this installation's keys, by their purpose */
  private TinkPersonalData(EventCatalogue catalogue, SubjectKeys keys, Function<String, byte[]> siteKeys) {
    this.catalogue = catalogue;
    this.keys = keys;
    this.blindIndex = new BlindIndex(siteKeys.apply("blind-index"));
    this.pseudonyms = new Pseudonyms(siteKeys.apply("pseudonym"));
    this.concealed = cipher(siteKeys.apply("concealed"));
    this.quarantine = cipher(siteKeys.apply("quarantine"));
  }

  /**
   * Migrates the schema {@code keys} where needed and opens the keys.
   *
   * @param kekFile the key-encryption key; made, readable by its owner alone, where it is absent and no key is wrapped yet
   * @throws IllegalStateException if others may read the file, if it is not the one that wrapped the stored keys, or if it
   *         is missing though keys are stored
   */
  public static TinkPersonalData open(DataSource database, Path kekFile) {
    Flyway.configure().dataSource(database).schemas("keys").defaultSchema("keys").locations("classpath:db/keys").load()
        .migrate();
    if (Files.notExists(kekFile)) {
      if (SiteKeys.exist(database)) {
        throw new IllegalStateException(
            "the key-encryption key is missing, and without it nothing personal can be opened; restore " + kekFile);
      }
      KeyEncryptionKey.create(kekFile);
    }
    KeyEncryptionKey wrapping = KeyEncryptionKey.read(kekFile);
    return new TinkPersonalData(EventCatalogue.standard(), new SubjectKeys(database, wrapping),
        purpose -> SiteKeys.get(database, wrapping, purpose));
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
  public ObjectNode seal(String subject, String type, ObjectNode clear) {
    EventDescriptor descriptor = catalogue.find(type).orElseThrow(() -> new UnknownType(type));
    return seal(subject, descriptor.shape(), clear);
  }

  @Override
  public ObjectNode seal(String subject, Shape.Members shape, ObjectNode clear) {
    return sealMembers(subject, clear, shape);
  }

  private ObjectNode sealMembers(String subject, ObjectNode clear, Shape.Members shape) {
    ObjectNode sealed = NODES.objectNode();
    clear.properties().forEach(
        member -> sealed.set(member.getKey(), seal(subject, member.getValue(), shape.of(member.getKey()))));
    return sealed;
  }

  private JsonNode seal(String subject, JsonNode clear, Shape shape) {
    if (clear.isNull()) {
      return clear;
    }
    return switch (shape) {
      case Shape.Clear() -> clear.deepCopy();
      case Shape.Sealing(KeyKind kind) -> sealWhole(subject, clear, kind);
      case Shape.Members members when clear instanceof ObjectNode object -> sealMembers(subject, object, members);
      case Shape.Elements(Shape element) when clear instanceof ArrayNode array -> {
        ArrayNode sealed = NODES.arrayNode();
        array.forEach(value -> sealed.add(seal(subject, value, element)));
        yield sealed;
      }
      // Not of the form that its type declares: nobody has classified this.
      case Shape.Members members -> sealWhole(subject, clear, KeyKind.RECORD);
      case Shape.Elements elements -> sealWhole(subject, clear, KeyKind.RECORD);
    };
  }

  private ObjectNode sealWhole(String subject, JsonNode clear, KeyKind kind) {
    byte[] text = EventCodec.mapper().writeValueAsBytes(clear);
    String ciphertext = letter(kind) + "." + TO_TEXT.encodeToString(keys.need(subject, kind).seal(text));
    return NODES.objectNode().put(Sealed.MEMBER, ciphertext);
  }

  @Override
  public JsonNode unseal(String subject, JsonNode sealed) {
    return switch (sealed) {
      case ObjectNode object when isSealed(object) -> open(subject, object.get(Sealed.MEMBER).stringValue())
          .orElseGet(NODES::nullNode);
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
    return open(subject, sealed.ciphertext());
  }

  private static boolean isSealed(ObjectNode object) {
    return object.size() == 1 && object.path(Sealed.MEMBER).isString();
  }

  private Optional<JsonNode> open(String subject, String ciphertext) {
    if (ciphertext.length() < 2 || ciphertext.charAt(1) != '.') {
      throw new IllegalStateException("a sealed value has not the form of one");
    }
    byte[] sealed = FROM_TEXT.decode(ciphertext.substring(2));
    return keys.find(subject, kind(ciphertext.charAt(0))).map(key -> EventCodec.mapper().readTree(key.open(sealed)));
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
  public String contentMac(String subject, byte[] canonicalContent) {
    return TO_TEXT.encodeToString(keys.need(subject, KeyKind.RECORD).contentMac(canonicalContent));
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
