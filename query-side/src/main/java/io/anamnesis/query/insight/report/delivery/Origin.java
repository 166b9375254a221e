package io.anamnesis.query.insight.report.delivery;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where a webhook leads to, without its path (RFC 6454).
 *
 * @param port never the scheme's own left out
 */
record Origin(String scheme, String host, int port) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int HIGHEST_PORT = 65_535;

  /** @throws IllegalArgumentException if it is no URL of http or https with a host */
  static Origin of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || (!scheme.equals("http") && !scheme.equals("https")) || url.getPort() > HIGHEST_PORT) {
      throw new IllegalArgumentException("a URL of http or https is expected");
    }
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
  }

  boolean isLoopback() {
    return LOOPBACK.contains(host);
  }

  /** For example {@code https://hooks.example.org}: the port is left out where it is the scheme's own. */
  String text() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }
}
