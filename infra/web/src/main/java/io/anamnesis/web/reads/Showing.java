package io.anamnesis.web.reads;

import io.anamnesis.events.audit.ReadEvent.Shown;
import jakarta.servlet.ServletRequest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Whom the answer to the request at hand shows. A path with {@code {customer}} in it needs no word here; who shows customers
 * otherwise (a list, a search) names each of them before the first byte is written. For the thread that answers.
 */
public final class Showing {
  private static final String ATTRIBUTE = Showing.class.getName();

  private final Set<String> customers = new LinkedHashSet<>();
  private boolean nobodyKnowsWhom;
  private Shown shown = Shown.NONE;
  private @Nullable String breakGlass;

  private Showing() {}

  /** For a request that begins. */
  public static Showing begin(ServletRequest request) {
    Showing showing = new Showing();
    request.setAttribute(ATTRIBUTE, showing);
    return showing;
  }

  /** Of the request at hand; where there is none, one that nobody asks. */
  public static Showing current() {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    return request != null
        && request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Showing showing
            ? showing
            : new Showing();
  }

  public void customer(String customer) {
    customers.add(customer);
  }

  public void customers(Collection<String> all) {
    customers.addAll(all);
  }

  /** Data of somebody is shown, and of whom cannot be told: of a line that could not be read. */
  public void somebody() {
    nobodyKnowsWhom = true;
  }

  /** What is told of personal data; of several answers in one, the most. */
  public void tells(Shown told) {
    if (told.compareTo(shown) < 0) {
      shown = told;
    }
  }

  /** The reader went beyond his sites, for a reason that he has stated. */
  public void brokeGlass(String reason) {
    breakGlass = reason;
  }

  /** Whether the reader went beyond his sites. */
  public boolean hasBrokenGlass() {
    return breakGlass != null;
  }

  @Nullable
  String breakGlass() {
    return breakGlass;
  }

  Set<String> customers() {
    return customers;
  }

  boolean isOfSomebody() {
    return nobodyKnowsWhom;
  }

  Shown shown() {
    return shown;
  }
}
