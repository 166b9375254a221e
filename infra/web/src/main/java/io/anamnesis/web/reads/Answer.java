package io.anamnesis.web.reads;

import org.jspecify.annotations.Nullable;

/**
 * What is about to leave.
 *
 * @param method of the request
 * @param route the path's template
 * @param problem code of the problem that it tells; null where it tells none
 */
public record Answer(String method, String route, int status, @Nullable String problem) {
  private static final int FIRST_ERROR = 400;

  boolean isRefusal() {
    return status >= FIRST_ERROR;
  }
}
