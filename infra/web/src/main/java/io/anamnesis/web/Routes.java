package io.anamnesis.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.HandlerMapping;

/** Which route a request takes, also one that was refused on the way. */
record Routes(ObjectProvider<HandlerMapping> handlers) {

  /**
   * A path with names in the place of values.
   *
   * @param variables the values, by name
   */
  record Route(String template, Map<String, String> variables) {}

  /** Empty where nothing would answer. */
  Optional<Route> of(HttpServletRequest request) {
    return taken(request).or(() -> handlers.orderedStream().filter(mapping -> handles(mapping, request)).findFirst()
        .flatMap(mapping -> taken(request)));
  }

  private static Optional<Route> taken(HttpServletRequest request) {
    if (!(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String template)) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> found) {
      found.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
    }
    return Optional.of(new Route(template, variables));
  }

  private static boolean handles(HandlerMapping mapping, HttpServletRequest request) {
    try {
      return mapping.getHandler(request) != null;
    } catch (Exception wrongMethodOrMediaType) {
      return false;
    }
  }
}
