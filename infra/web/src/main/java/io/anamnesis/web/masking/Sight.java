package io.anamnesis.web.masking;

import io.anamnesis.events.FieldClass;
import io.anamnesis.events.audit.ReadEvent.Shown;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.HeaderText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/** What one caller sees in one answer, by the {@link MaskingTable}. Of several roles that one counts which sees most. */
public final class Sight {
  private static final String PURPOSE = "Purpose";
  /** Of a request that nobody makes, and of a route that is in no resource. */
  private static final Sight NOTHING = new Sight(Map.of(), false, false);
  /** By the standard table: no more than there are routes, and sets of roles. */
  private static final Map<Asked, Sight> KNOWN = new ConcurrentHashMap<>();

  private final Map<FieldClass, Seen> seen;
  private final boolean isHeld;
  private final boolean isToReflect;

  /** What an answer's sight depends on. */
  private record Asked(@Nullable Resource resource, Set<Role> roles, boolean hasPurpose) {}

  /** The later, the more. */
  private enum Seen {
    NOTHING, UNTIL_RESTRICTED, ALWAYS
  }

  private Sight(Map<FieldClass, Seen> seen, boolean isHeld, boolean isToReflect) {
    this.seen = seen;
    this.isHeld = isHeld;
    this.isToReflect = isToReflect;
  }

  /** Of the request at hand. */
  public static Sight current() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? of(request.getRequest())
        : NOTHING;
  }

  /** Of a request whose route is known. */
  public static Sight of(HttpServletRequest request) {
    if (!(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String template)) {
      return NOTHING;
    }
    Set<Role> roles = Caller.signedIn().map(caller -> Role.of(caller.scopes())).orElse(Set.of());
    Sight sight = KNOWN.computeIfAbsent(
        new Asked(Resource.of(request.getMethod(), template).orElse(null), roles,
            HeaderText.of(request.getHeader(PURPOSE)) != null),
        asked -> of(MaskingTable.standard(), asked.resource, asked.roles, asked.hasPurpose));
    return new Sight(sight.seen, sight.isHeld, request.getHeader(ConsistencyToken.HEADER) != null);
  }

  static Sight of(MaskingTable table, @Nullable Resource resource, Set<Role> roles, boolean hasPurpose) {
    if (resource == null) {
      return NOTHING;
    }
    Map<FieldClass, Seen> seen = new EnumMap<>(FieldClass.class);
    Arrays.stream(FieldClass.values()).forEach(field -> roles.stream()
        .map(role -> seen(table.of(role, resource, field), hasPurpose)).reduce(Sight::more)
        .ifPresent(most -> seen.put(field, most)));
    return new Sight(seen, table.heldBy(resource).stream().anyMatch(field -> isHeld(table, resource, roles, field)),
        false);
  }

  private static boolean isHeld(MaskingTable table, Resource resource, Set<Role> roles, FieldClass field) {
    return roles.stream().map(role -> table.of(role, resource, field))
        .anyMatch(disclosure -> disclosure != Disclosure.ABSENT && disclosure != Disclosure.REFUSED);
  }

  /** The same, for an answer that must reflect what is known to be done by now. */
  public Sight reflecting() {
    return new Sight(seen, isHeld, true);
  }

  /** Everything, to tell whether a value changed: nothing that is read with it is shown to anybody. */
  static Sight toCompare() {
    Map<FieldClass, Seen> all = new EnumMap<>(FieldClass.class);
    Arrays.stream(FieldClass.values()).forEach(field -> all.put(field, Seen.ALWAYS));
    return new Sight(all, true, false);
  }

  private static Seen seen(Disclosure disclosure, boolean hasPurpose) {
    return switch (disclosure) {
      case CLEAR -> Seen.ALWAYS;
      case UNTIL_RESTRICTED -> Seen.UNTIL_RESTRICTED;
      case WITH_PURPOSE -> hasPurpose ? Seen.ALWAYS : Seen.NOTHING;
      case MASKED, PSEUDONYM, ABSENT, REFUSED -> Seen.NOTHING;
    };
  }

  private static Seen more(Seen one, Seen other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  boolean shows(FieldClass field, boolean isRestricted) {
    return switch (seen.getOrDefault(field, Seen.NOTHING)) {
      case ALWAYS -> true;
      case UNTIL_RESTRICTED -> !isRestricted;
      case NOTHING -> false;
    };
  }

  /** Whether the answer must reflect what the caller knows to be done, be it that a key is gone. */
  boolean isToReflect() {
    return isToReflect;
  }

  /** Whether it matters that a record is restricted. */
  boolean heedsRestriction() {
    return seen.containsValue(Seen.UNTIL_RESTRICTED);
  }

  /** For the log of reads: what of personal data is told at most. */
  public Shown told() {
    if (Stream.of(Seen.ALWAYS, Seen.UNTIL_RESTRICTED).anyMatch(seen::containsValue)) {
      return Shown.CLEAR;
    }
    return isHeld ? Shown.MASKED : Shown.NONE;
  }
}
