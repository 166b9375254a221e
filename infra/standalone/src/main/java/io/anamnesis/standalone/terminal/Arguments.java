package io.anamnesis.standalone.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after a command.
 *
 * @param options by name, with their value; a switch has the value {@code ""}
 * @param rest in order
 */
public record Arguments(Map<String, String> options, List<String> rest) {

  /**
   * @param valued options that take a value, such as {@code --port 8080} or {@code --port=8080}
   * @param switches options that take none
   * @throws UsageException if an option is not known or lacks its value; the message is for the person
   */
  public static Arguments parse(List<String> words, Set<String> valued, Set<String> switches) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("--")) {
        rest.add(word);
      } else if (switches.contains(word)) {
        options.put(word, "");
      } else if (!valued.contains(name)) {
        throw new UsageException("Unknown option " + name + ".");
      } else if (equals >= 0) {
        options.put(name, word.substring(equals + 1));
      } else if (i + 1 < words.size()) {
        options.put(name, words.get(++i));
      } else {
        throw new UsageException("The option " + name + " needs a value.");
      }
    }
    return new Arguments(Map.copyOf(options), List.copyOf(rest));
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  public boolean has(String name) {
    return options.containsKey(name);
  }
}
