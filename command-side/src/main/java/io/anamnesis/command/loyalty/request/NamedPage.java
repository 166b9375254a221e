package io.anamnesis.command.loyalty.request;

import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of few things that are named and never leave it.
 *
 * @param next the name of the last one shown, which is the cursor of the next part; null at the end
 */
public record NamedPage<T>(List<T> items, @Nullable String next) {
  public static final String STANDARD = "50";
  private static final int MOST = 500;

  /**
   * @param cursor name of the last one seen; null from the beginning
   * @param limit 1 to 500
   * @throws io.anamnesis.web.ProblemException {@code invalid} naming {@code limit} or {@code cursor}
   */
  public static <T> NamedPage<T> of(List<T> all, Function<T, String> name, @Nullable String cursor, int limit) {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(ProblemType.INVALID).field("limit")
          .detail("problem.invalid.number", "1", Integer.toString(MOST)).exception();
    }
    int from = cursor == null ? 0 : 1 + place(all, name, cursor);
    int to = Math.min(all.size(), from + limit);
    List<T> items = all.subList(from, to);
    return new NamedPage<>(items, to == all.size() ? null : name.apply(items.getLast()));
  }

  private static <T> int place(List<T> all, Function<T, String> name, String cursor) {
    for (int i = 0; i < all.size(); i++) {
      if (name.apply(all.get(i)).equals(cursor)) {
        return i;
      }
    }
    throw Problem.of(ProblemType.INVALID).field("cursor").detail("problem.invalid.cursor").exception();
  }

  public <R> NamedPage<R> map(Function<T, R> told) {
    return new NamedPage<>(items.stream().map(told).toList(), next);
  }
}
