package io.anamnesis.projections;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Some segments of a work, by their tokens. A key belongs to one segment of all that the work has.
 *
 * @param of number of all segments of the work
 */
record Share(int of, List<Token> tokens) {
  /** A key's segment is decided by this number for as long as a work lives: it must never change. */
  private static final int SPREAD = 0x9E3779B9;

  Share {
    tokens = List.copyOf(tokens);
  }

  /** The segment of a key: the same in every process, since the language defines a string's hash. */
  static int segmentOf(String key, int segments) {
    return Math.floorMod(key.hashCode() * SPREAD >>> 16, segments);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  boolean isWhole() {
    return of > 0 && tokens.size() == of;
  }

  /** Everything up to here is dealt with in all segments of the share; 0 if it has none. */
  long position() {
    return tokens.stream().mapToLong(Token::position).min().orElse(0);
  }

  /** As far as any segment of the share has got; 0 if it has none. */
  long front() {
    return tokens.stream().mapToLong(Token::position).max().orElse(0);
  }

  /** The different positions of the segments, ascending. */
  SortedSet<Long> levels() {
    return new TreeSet<>(tokens.stream().map(Token::position).toList());
  }

  Share only(Predicate<Token> wanted) {
    return new Share(of, tokens.stream().filter(wanted).toList());
  }

  Share at(long position) {
    return new Share(of, tokens.stream().map(token -> token.at(position)).toList());
  }

  /** With these tokens in place of those of the same segments, or beside the others. */
  Share with(Collection<Token> newer) {
    TreeMap<Integer, Token> bySegment = new TreeMap<>();
    tokens.forEach(token -> bySegment.put(token.segment(), token));
    newer.forEach(token -> bySegment.put(token.segment(), token));
    return new Share(of, List.copyOf(bySegment.values()));
  }

  /** Tells keys of the share's segments from others; where there are none any more, no key is. */
  Predicate<String> keys() {
    if (isEmpty()) {
      return key -> false;
    }
    boolean[] held = new boolean[of];
    tokens.forEach(token -> held[token.segment()] = true);
    return isWhole() ? key -> true : key -> held[segmentOf(key, of)];
  }
}
