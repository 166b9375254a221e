package io.anamnesis.web;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * How fresh a read must be; a controller's method takes it as a parameter.
 *
 * @param token null: as it is
 * @param patience how long the reader would wait for it
 */
public record Freshly(@Nullable ConsistencyToken token, Duration patience) {
  private static final Duration STANDARD_PATIENCE = Duration.ofSeconds(2);
  private static final int LONGEST_PATIENCE = 30;
  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?=$|[,;])");

  /**
   * By the headers {@value ConsistencyToken#HEADER} and {@code Prefer: wait=n} (RFC 7240), in seconds; a preference that is not
   * understood is not heard.
   *
   * @throws ProblemException {@code invalid} naming the header, if the token is not one of ours
   */
  public static Freshly of(NativeWebRequest request) {
    String token = request.getHeader(ConsistencyToken.HEADER);
    return new Freshly(token == null ? null : ConsistencyToken.parse(token.strip()), patience(request));
  }

  private static Duration patience(NativeWebRequest request) {
    String[] preferences = request.getHeaderValues("Prefer");
    Matcher wait = WAIT.matcher(preferences == null ? "" : String.join(",", preferences));
    return wait.find()
        ? Duration.ofSeconds(Math.min(LONGEST_PATIENCE, Integer.parseInt(wait.group(1))))
        : STANDARD_PATIENCE;
  }
}
