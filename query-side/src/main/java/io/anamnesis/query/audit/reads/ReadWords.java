package io.anamnesis.query.audit.reads;

import io.anamnesis.events.audit.ReadEvent.DataRead;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import java.util.Arrays;
import java.util.List;

/** A read in human words. */
public record ReadWords(Messages messages) {
  /** The more a role may see, the earlier it is named. */
  private static final List<String> ROLES = List.of("auditor", "staff", "app", "analyst", "admin");
  private static final String CUSTOMER = "{customer}";
  private static final int NOT_MODIFIED = 304;
  private static final int FIRST_REFUSAL = 400;

  /**
   * What of a customer a route is about, as the end of a message's key: of a path with {@code {customer}} the step that follows
   * it, of another one its last two names.
   */
  public static String topic(String route) {
    List<String> steps = Arrays.stream(route.split("/")).filter(step -> !step.isEmpty()).toList();
    int customer = steps.indexOf(CUSTOMER);
    if (customer >= 0 && customer + 1 < steps.size()) {
      return steps.get(customer + 1);
    }
    List<String> names = steps.stream().filter(step -> !step.startsWith("{")).toList();
    return String.join("-", names.subList(Math.max(0, names.size() - 2), names.size()));
  }

  String what(DataRead read, Language language) {
    String key = "reads.what." + topic(read.route());
    return messages.has(key) ? messages.text(language, key) : read.route();
  }

  String role(DataRead read, Language language) {
    return ROLES.stream().filter(read.scopes()::contains).findFirst()
        .map(role -> messages.text(language, "reads.role." + role)).orElse(String.join(" ", read.scopes()));
  }

  String sentence(DataRead read, Language language) {
    String outcome = read.status() < FIRST_REFUSAL || read.status() == NOT_MODIFIED ? "shown" : "refused";
    return messages.text(language, "reads.sentence." + outcome, role(read, language), what(read, language));
  }
}
