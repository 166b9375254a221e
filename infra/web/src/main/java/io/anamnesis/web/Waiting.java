package io.anamnesis.web;

import java.util.function.BiFunction;

import java.time.Duration;

import io.anamnesis.projections.Freshness;
import io.anamnesis.projections.Projection;

/** Read your writes: waits for what a token asks, or says how far behind the view is. */
public final class Waiting {
  private final Freshness freshness;

  public Waiting(Freshness freshness) {
    this.freshness = freshness;
  }

  public void forView(Projection<?, ?> view, Freshly asked) {
    await(asked, (token, limit) -> freshness.await(view, token, limit));
  }

  /** For what one customer is asked about: waits only for what is due to that one. */
  public void forView(Projection<?, ?> view, String customer, Freshly asked) {
    await(asked, (token, limit) -> freshness.await(view, customer, token, limit));
  }

  /** For what is read straight from the log: whatever policies derive from the write. */
  public void forPolicies(Freshly asked) {
    await(asked, freshness::awaitPolicies);
  }

  private static void await(Freshly asked, BiFunction<Long, Duration, Freshness.Result> wait) {
    if (asked.token() == null) {
      return;
    }
    switch (wait.apply(asked.token().position(), asked.patience())) {
      case Freshness.Fresh fresh -> {
      }
      case Freshness.Stale stale ->
        throw Problem.of(ProblemType.STALE).member("lag", stale.lag()).retryAfter(1).exception();
    }
  }
}
