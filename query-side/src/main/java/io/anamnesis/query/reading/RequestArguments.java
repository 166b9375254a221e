package io.anamnesis.query.reading;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.anamnesis.events.CustomerId;
import io.anamnesis.web.Caller;
import io.anamnesis.web.Language;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** Gives controllers their {@link CustomerRequest}, {@link Freshly} and {@link PageRequest}. */
public final class RequestArguments implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new Argument(CustomerRequest.class, RequestArguments::customerRequest));
    resolvers.add(new Argument(PageRequest.class, RequestParts::page));
    resolvers.add(new Argument(Freshly.class, RequestArguments::freshly));
  }

  private static CustomerRequest customerRequest(NativeWebRequest request) {
    String purpose = request.getHeader("Purpose");
    return new CustomerRequest(customer(request), RequestParts.travel(request), RequestParts.token(request),
        RequestParts.patience(request), purpose != null && !purpose.isBlank(), request.getHeader("If-None-Match"),
        Language.of(request.getHeader("Accept-Language")),
        Caller.of(SecurityContextHolder.getContext().getAuthentication()));
  }

  private static Freshly freshly(NativeWebRequest request) {
    return new Freshly(RequestParts.token(request), RequestParts.patience(request));
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

  private record Argument(Class<?> type, Function<NativeWebRequest, Object> resolve)
      implements
        HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().equals(type);
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
        NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
      return resolve.apply(request);
    }
  }
}
