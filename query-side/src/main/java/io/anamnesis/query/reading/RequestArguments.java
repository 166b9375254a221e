package io.anamnesis.query.reading;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.anamnesis.events.CustomerId;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Language;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.RequestArgument;
import io.anamnesis.web.masking.Sight;

/** Gives controllers their {@link CustomerRequest} and {@link PageRequest}. */
public final class RequestArguments implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RequestArgument<>(CustomerRequest.class, RequestArguments::customerRequest));
    resolvers.add(new RequestArgument<>(PageRequest.class, RequestParts::page));
  }

  private static CustomerRequest customerRequest(NativeWebRequest request) {
    String customer = customer(request);
    TimeTravel travel = RequestParts.travel(request);
    Freshly asked = Freshly.of(request);
    return new CustomerRequest(customer, travel, asked.token(), asked.patience(),
        sight(request), request.getHeader("If-None-Match"), Language.of(request.getHeader("Accept-Language")));
  }

  private static Sight sight(NativeWebRequest request) {
    return Sight.of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
  }

  /** What cannot be a customer number is no customer's. */
  private static String customer(NativeWebRequest request) {
    Object variables =
        request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    if (variables instanceof Map<?, ?> map && map.get("customer") instanceof String customer
        && CustomerId.isValid(customer)) {
      return customer;
    }
    throw new ProblemException(ProblemType.UNKNOWN_CUSTOMER);
  }
}
