package io.anamnesis.query.audit.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * {@code index.html}: one file that a person opens without a server. It loads nothing from anywhere, and its own script and style
 * are named by their digests in its content security policy, so that nothing that came out of the log can become a script.
 */
final class Page {
  private static final String LIFE = "{{life}}\n";

  private final String head;
  private final String tail;

  private Page(String head, String tail) {
    this.head = head;
    this.tail = tail;
  }

  static Page load() {
    String css = resource("page.css");
    String js = resource("page.js");
    String page = resource("page.html").replace("{{css}}", css).replace("{{style}}", source(css))
        .replace("{{script}}", source(js)).replace("{{js}}", js);
    int life = page.indexOf(LIFE);
    return new Page(page.substring(0, life), page.substring(life + LIFE.length()));
  }

  /**
   * @param language tag of the language that the words are in
   * @param words JSON, for the script
   * @param life writes a JSON object a line
   */
  void writeTo(OutputStream out, String language, byte[] words, BundleArchive.Content life) throws IOException {
    String filled = head.replace("{{language}}", language).replace("{{words}}",
        new String(harmless(words), StandardCharsets.UTF_8));
    out.write(filled.getBytes(StandardCharsets.UTF_8));
    life.writeTo(out);
    out.write(tail.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * JSON that can stand within a script element: without {@code <} no tag ends it and no comment begins in it. Outside of texts JSON
   * has none, and within them this is the same character.
   */
  static byte[] harmless(byte[] json) {
    return new String(json, StandardCharsets.UTF_8).replace("<", "\\u003c").getBytes(StandardCharsets.UTF_8);
  }

  private static String source(String inline) {
    byte[] digest = SealedOutput.sha256().digest(inline.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A text with its {@code {{names}}} replaced. */
  static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return filled;
  }
}
