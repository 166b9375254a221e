package io.anamnesis.command.loyalty.publication;

import io.anamnesis.command.loyalty.programme.ProgrammeCheck;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.ProgrammeVersion.State;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a programme from outside; refuses what could not be in force, by the path of what is at fault. */
final class DraftProgramme {
  static final String EFFECTIVE_FROM = "effectiveFrom";
  private static final List<String> REQUIRED =
      List.of("version", "zone", "expiryMonths", "qualifyingMonths", "validityMonths", "rules", "tiers");
  private static final List<String> REQUIRED_OF_RULE = List.of("name", "on", "multiplied", "pendingDays", "streakDays");
  private static final List<String> REQUIRED_OF_CAP = List.of("name", "times", "period");
  private static final List<String> REQUIRED_OF_MONTHLY_CAP = List.of("points");
  private static final List<String> REQUIRED_OF_RETENTION = List.of("graceDays", "complaintFreezeDays");
  private static final List<String> REQUIRED_OF_REFERRAL = List.of("booking", "firstVisit", "firstPaidVisit",
      "referredFirstPaidVisit", "paidAtLeast", "pendingDays", "validDays", "peopleAMonth");
  private static final List<String> REQUIRED_OF_REFUND_LIMIT = List.of("days", "atLeast", "ofAmount", "ofPurchases");
  private static final List<String> REQUIRED_OF_SHARE_LIMIT = List.of("minutes", "atMost");
  private static final List<String> REQUIRED_OF_TIER = List.of("level", "threshold", "multiplier", "benefits");
  private static final List<String> REQUIRED_OF_BENEFIT = List.of("kind", "text");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final ProgrammeCheck check;

  /** @param fields of types {@code x.…} that are clear */
  DraftProgramme(EventCatalogue catalogue, OpenFields fields) {
    this.check = new ProgrammeCheck(catalogue, fields);
  }

  /**
   * A programme, with the member {@value #EFFECTIVE_FROM} or without it.
   *
   * @throws ProblemException {@code missing} or {@code invalid} with the field
   */
  Draft draft(JsonNode body) {
    Instant effectiveFrom = instant(body, EFFECTIVE_FROM);
    if (body instanceof ObjectNode object) {
      return new Draft(read(object.deepCopy().without(EFFECTIVE_FROM)), effectiveFrom);
    }
    return new Draft(read(body), effectiveFrom);
  }

  /** @throws ProblemException {@code missing} or {@code invalid} with the field */
  Programme read(JsonNode body) {
    require(body, "", REQUIRED);
    each(body, "", "rules", REQUIRED_OF_RULE);
    each(body, "", "tiers", REQUIRED_OF_TIER);
    for (int i = 0; i < body.path("rules").size(); i++) {
      each(body.path("rules").get(i), "rules[" + i + "].", "caps", REQUIRED_OF_CAP);
    }
    requireIfTold(body, "monthlyCap", REQUIRED_OF_MONTHLY_CAP);
    requireIfTold(body, "retention", REQUIRED_OF_RETENTION);
    requireIfTold(body, "referral", REQUIRED_OF_REFERRAL);
    requireIfTold(body.path("review"), "review.", "refunds", REQUIRED_OF_REFUND_LIMIT);
    requireIfTold(body.path("review"), "review.", "shares", REQUIRED_OF_SHARE_LIMIT);
    for (int i = 0; i < body.path("tiers").size(); i++) {
      each(body.path("tiers").get(i), "tiers[" + i + "].", "benefits", REQUIRED_OF_BENEFIT);
    }
    Programme draft;
    try {
      draft = ProgrammeText.read(body);
    } catch (JacksonException unreadable) {
      throw ProgrammeCheck.invalid(path(unreadable), unreadable);
    }
    check.check(draft);
    return draft;
  }

  /**
   * Judges by this build what may have been drafted by another one. What is published is past judging.
   *
   * @throws ProblemException {@code invalid} with the field
   */
  void checkAgain(ProgrammeVersion version) {
    if (version.state() == State.DRAFT) {
      check.check(version.programme());
    }
  }

  /** An instant of an object's member; null if it is absent. */
  static @Nullable Instant instant(JsonNode object, String name) {
    JsonNode told = object.path(name);
    if (told.isMissingNode() || told.isNull()) {
      return null;
    }
    try {
      Instant instant = Rfc3339.instant(told.isString() ? told.stringValue() : "").toInstant();
      if (!instant.isBefore(ProgrammeVersion.BEGINNING) && instant.isBefore(LATEST)) {
        return instant.truncatedTo(ChronoUnit.MICROS);
      }
    } catch (IllegalArgumentException otherForm) {
      // Told below, like an instant that no interaction can have.
    }
    throw Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.instant-of-programme").exception();
  }

  private static void each(JsonNode object, String prefix, String list, List<String> required) {
    for (int i = 0; i < object.path(list).size(); i++) {
      require(object.path(list).path(i), prefix + list + "[" + i + "].", required);
    }
  }

  private static void requireIfTold(JsonNode body, String member, List<String> required) {
    requireIfTold(body, "", member, required);
  }

  private static void requireIfTold(JsonNode object, String prefix, String member, List<String> required) {
    if (object.hasNonNull(member)) {
      require(object.path(member), prefix + member + ".", required);
    }
  }

  private static void require(JsonNode object, String prefix, List<String> required) {
    for (String name : required) {
      if (object.path(name).isMissingNode() || object.path(name).isNull()) {
        throw Problem.of(ProblemType.MISSING).field(prefix + name).exception();
      }
    }
  }

  private static String path(JacksonException unreadable) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : unreadable.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    // Of the whole it is the levels alone that must fit each other.
    return path.isEmpty() ? "tiers" : path.toString();
  }
}
