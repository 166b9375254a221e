package io.anamnesis.query.insight.report.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where files may be sent to. Analysts write URLs, so these must not be a way to make this process call whatever it can
 * reach: where nothing is configured that is this machine alone, else the origins that are named, and nothing else.
 */
public final class WebhookTargets {
  private static final int LONGEST = 500;

  private final Set<Origin> named;

  private WebhookTargets(Set<Origin> named) {
    this.named = named;
  }

  /**
   * @param origins for example {@code https://hooks.example.org}; none: loopback, with any port
   * @throws IllegalArgumentException if one is no origin
   */
  public static WebhookTargets of(List<String> origins) {
    return new WebhookTargets(
        origins.stream().map(URI::create).map(Origin::of).collect(Collectors.toUnmodifiableSet()));
  }

  /** What is wrong with a URL. */
  public enum Fault {
    /** It is no URL of http or https. */
    NO_URL,
    /** It has a part that may hold a secret, or means nothing to a receiver: user, query, fragment. */
    MORE_THAN_A_PATH,
    /** Its origin is not one of those that files may be sent to. */
    NOT_ALLOWED
  }

  /** Empty for a URL that files may be sent to. */
  public Optional<Fault> fault(String url) {
    try {
      URI uri = new URI(url);
      Origin origin = Origin.of(uri);
      if (url.length() > LONGEST) {
        return Optional.of(Fault.NO_URL);
      }
      if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
        return Optional.of(Fault.MORE_THAN_A_PATH);
      }
      return allows(origin) ? Optional.empty() : Optional.of(Fault.NOT_ALLOWED);
    } catch (URISyntaxException | IllegalArgumentException other) {
      return Optional.of(Fault.NO_URL);
    }
  }

  private boolean allows(Origin origin) {
    return named.isEmpty() ? origin.isLoopback() : named.contains(origin);
  }
}
