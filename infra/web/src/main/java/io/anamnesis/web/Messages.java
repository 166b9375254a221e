package io.anamnesis.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Human words by key, in every {@link Language}. A key that one language has and another lacks refuses to start, as does one
 * that a file has twice, and an apostrophe that stands alone.
 */
public final class Messages {
  /** An apostrophe that is written twice, and braces in quotes. */
  private static final Pattern WRITTEN_RIGHT = Pattern.compile("''|'[{}]+'");

  private final Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);

  public Messages(Collection<MessageBundle> bundles) {
    for (Language language : Language.values()) {
      Map<String, String> all = new TreeMap<>();
      bundles.forEach(bundle -> all.putAll(load(bundle, language)));
      texts.put(language, all);
    }
    Set<String> keys = of(Language.DEFAULT).keySet();
    for (Language language : Language.values()) {
      if (!of(language).keySet().equals(keys)) {
        throw new IllegalStateException("the messages in " + language.tag() + " do not have the same keys as those in "
            + Language.DEFAULT.tag());
      }
    }
  }

  public static Messages of(MessageBundle... bundles) {
    return new Messages(List.of(bundles));
  }

  public boolean has(String key) {
    return of(Language.DEFAULT).containsKey(key);
  }

  public Set<String> keys() {
    return Set.copyOf(of(Language.DEFAULT).keySet());
  }

  /** @throws IllegalArgumentException if there is no such message */
  public String text(Language language, String key, @Nullable Object... arguments) {
    String pattern = of(language).get(key);
    if (pattern == null) {
      throw new IllegalArgumentException("no message has the key " + key);
    }
    return new MessageFormat(pattern, language.locale()).format(arguments);
  }

  private Map<String, String> of(Language language) {
    return texts.getOrDefault(language, Map.of());
  }

  private static Map<String, String> load(MessageBundle bundle, Language language) {
    String file = bundle.resource() + "_" + language.tag() + ".properties";
    try (InputStream in = Messages.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no messages at " + file);
      }
      Properties properties = new Once(file);
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> result = new TreeMap<>();
      properties.forEach((key, text) -> result.put((String) key, checked(file, (String) key, (String) text)));
      return result;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A lone apostrophe would vanish, and take arguments behind it along. */
  private static String checked(String file, String key, String text) {
    if (WRITTEN_RIGHT.matcher(text).replaceAll("").indexOf('\'') >= 0) {
      throw new IllegalStateException(file + " has an apostrophe in " + key + " that is not written twice");
    }
    return text;
  }

  /** Of a key told twice the last text would hold, silently. */
  private static final class Once extends Properties {
    private static final long serialVersionUID = 1L;

    private final String file;

    Once(String file) {
      this.file = file;
    }

    @Override
    public synchronized @Nullable Object put(Object key, Object text) {
      if (super.put(key, text) != null) {
        throw new IllegalStateException(file + " has the key " + key + " twice");
      }
      return null;
    }
  }
}
