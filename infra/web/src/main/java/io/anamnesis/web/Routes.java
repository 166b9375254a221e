package io.anamnesis.web;

import io.anamnesis.events.CustomerId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  record Route(String template, Map<String, String> variables) {
    /** Variables that name a customer. */
    private static final List<String> CUSTOMERS = List.of("customer", "member");

    List<String> customers() {
      return CUSTOMERS.stream().map(variables::get).filter(Objects::nonNull).filter(CustomerId::isValid).toList();
    }
  }

  /** Empty where nothing would answer. */
  Optional<Route> of(HttpServletRequest request) {
    return taken(request).or(() -> handlers.orderedStream().filter(mapping -> handles(mapping, request)).findFirst()
        .flatMap(mapping -> taken(request)));
  }

  /** Well-formed numbers of the customers whom the path of a request that is being answered names. */
  static List<String> customers(HttpServletRequest request) {
    return taken(request).map(Route::customers).orElse(List.of());
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
