package io.anamnesis.benchmarks;

import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.events.Code;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.modelling.command.ConcurrencyException;

/** Awards points for sign-ins, one event a command, to customers picked at random; a conflict is tried again. */
final class AccountCommands implements Subject {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SECONDS_BETWEEN = 50;

  private final Cluster cluster;
  private final String name;
  private final LoyaltyCommands commands;
  private final int callers;
  private final Customers customers;
  private final AtomicLong told = new AtomicLong();

  AccountCommands(Cluster cluster, String name, LoyaltyCommands commands, int callers, Customers customers) {
    this.cluster = cluster;
    this.name = name;
    this.commands = commands;
    this.callers = callers;
    this.customers = customers;
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Gives accounts so many events on average, from one to twice as many, so that at any time a few are due for a snapshot, as
   * in life, and never all at once.
   */
  void fill(int events) {
    AtomicInteger next = new AtomicInteger();
    int most = 2 * events - 1;
    int places = customers.number() * most;
    Callers.run(callers, () -> {
      for (int i = next.getAndIncrement(); i < places; i = next.getAndIncrement()) {
        int account = i % customers.number();
        if (i / customers.number() <= account % most) {
          award(customers.of(account));
        }
      }
    });
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time,
        () -> award(customers.of(ThreadLocalRandom.current().nextInt(customers.number()))));
  }

  @Override
  public void close() {
    commands.close();
  }

  private void award(String customer) {
    Instant occurredAt = FIRST.plusSeconds(told.getAndIncrement() * SECONDS_BETWEEN);
    Recorded signIn = new Recorded(1, Facts.id(), null, null, customer, "signin.made", 1, occurredAt, occurredAt,
        Metadata.NONE, new SigninMade(new Code("wecom")));
    while (!isDecided(signIn)) {
      Thread.onSpinWait();
    }
  }

  private boolean isDecided(Recorded signIn) {
    try {
      commands.earning().react(signIn);
      return true;
    } catch (ConcurrencyException movedOn) {
      return false;
    } catch (Exception failed) {
      throw new IllegalStateException("a command failed", failed);
    }
  }

  /** So many customers whose names begin alike. */
  record Customers(String prefix, int number) {
    String of(int index) {
      return prefix + "-" + index;
    }
  }
}
