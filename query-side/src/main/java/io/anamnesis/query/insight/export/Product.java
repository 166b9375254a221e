package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which Anamnesis this is; the build writes it down. */
final class Product {
  static final String VERSION = version();

  private Product() {}

  private static String version() {
    try (InputStream in = Objects.requireNonNull(Product.class.getResourceAsStream("product.properties"))) {
      Properties product = new Properties();
      product.load(in);
      return product.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
