package io.anamnesis.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What event types are called and what they mean, in English, for documents; people read their own language elsewhere. */
public final class EventWords {
  private static final Properties DESCRIPTIONS = read("descriptions.properties");

  private EventWords() {}

  /** The type's name as words: {@code purchase.made} is {@code Purchase made}. */
  public static String title(String type) {
    String words = type.replace('.', ' ').replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** One sentence; empty for a type {@code x.…}, of which only its source knows what it means. */
  public static Optional<String> description(String type) {
    return Optional.ofNullable(DESCRIPTIONS.getProperty(type));
  }

  private static Properties read(String resource) {
    Properties properties = new Properties();
    try (InputStream in = Objects.requireNonNull(EventWords.class.getResourceAsStream(resource), resource);
        InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      properties.load(text);
      return properties;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
