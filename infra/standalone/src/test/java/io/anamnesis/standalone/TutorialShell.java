package io.anamnesis.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who follows a tutorial to the letter, at a terminal: block after block of what it says to type. The instance
 * runs already, elsewhere than on the standard port.
 */
final class TutorialShell implements AutoCloseable {
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
  /** A fence without a language: what is typed. What is answered has one. */
  private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final String END = "-- end of the block --";

  private final List<String> typed = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final Process bash;
  private final Writer keyboard;
  private final BufferedReader screen;
  private int next;

  /**
   * @param home where {@code .anamnesis} is the instance's folder
   * @param desk where files may be left; those of the checkout that a tutorial names are there, too
   */
  TutorialShell(String tutorial, URI instance, Path home, Path desk) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(CHECKOUT.resolve("docs/tutorials").resolve(tutorial)));
    while (block.find()) {
      (block.group(1).isEmpty() ? typed : shown).add(block.group(2));
    }
    typed.replaceAll(
        text -> withoutStarting(text).replace("http://127.0.0.1:8080", "http://" + instance.getAuthority()));
    layOut(Path.of("docs/tutorials/first-projection"), desk);
    ProcessBuilder start = new ProcessBuilder("bash").directory(desk.toFile()).redirectErrorStream(true);
    start.environment().put("HOME", home.toString());
    bash = start.start();
    keyboard = bash.outputWriter();
    screen = bash.inputReader();
  }

  private static void layOut(Path folder, Path desk) throws IOException {
    Path copies = Files.createDirectories(desk.resolve(folder));
    try (Stream<Path> files = Files.list(CHECKOUT.resolve(folder))) {
      for (Path file : files.toList()) {
        Files.copy(file, copies.resolve(file.getFileName()));
      }
    }
  }

  private static String withoutStarting(String text) {
    return text.lines().filter(line -> !line.startsWith("infra/anamnesis ")).collect(Collectors.joining("\n"));
  }

  /** What the tutorial shows as answered, by its place among all that it shows. */
  String shown(int number) {
    return shown.get(number);
  }

  boolean isThrough() {
    return next == typed.size();
  }

  /** Types the tutorial's next block; what is printed, a line each, without empty ones. */
  List<String> next() throws IOException {
    return type(typed.get(next++));
  }

  List<String> type(String text) throws IOException {
    keyboard.write(text + "\necho; echo '" + END + "'\n");
    keyboard.flush();
    List<String> printed = new ArrayList<>();
    for (String line = screen.readLine(); !END.equals(line); line = screen.readLine()) {
      if (line == null) {
        throw new IOException("the shell has ended after " + printed);
      }
      if (!line.isBlank()) {
        printed.add(line);
      }
    }
    return printed;
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
    bash.destroy();
  }
}
