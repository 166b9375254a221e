package io.anamnesis.standalone.verify;

import java.util.ArrayList;
import java.util.List;

/** What was found to be altered, each as a sentence that names a position or a file. */
final class Findings {
  private static final int MOST = 20;

  private final List<String> sentences = new ArrayList<>();

  void add(String sentence) {
    sentences.add(sentence);
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  /** More would help nobody: a root that is another one makes every position a finding. */
  boolean isFull() {
    return sentences.size() >= MOST;
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }
}
