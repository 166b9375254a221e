package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Verdict;
import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What could go wrong in a ledger: each changes a sound log in one place. */
enum Fault {
  AN_AWARD_TOO_HIGH(Kind.WORTH) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsEarned.class, award -> true, award -> points(award, award.points() + 3));
    }
  },
  AN_AWARD_TOO_LOW(Kind.WORTH) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsEarned.class, award -> award.points() > 1,
          award -> points(award, award.points() - 1));
    }
  },
  AN_AWARD_NEVER_WRITTEN(Kind.WORTH) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return leaveOut(log, random, PointsEarned.class);
    }
  },
  AN_AWARD_TWICE(Kind.WORTH) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return add(log, random, PointsEarned.class, award -> {
        UUID because = new UUID(random.nextLong(), random.nextLong());
        return new PointsEarned(award.cause(), award.causeType(), because, award.position(), award.programme(),
            award.rule(), award.points(), award.multiplier(), award.level(),
            new Lot(Verdict.lotId(award.cause(), award.rule(), because), award.points(), award.lot().earnedAt(),
                award.lot().activeAt(), award.lot().expiresAt()),
            award.parts(), award.values(), award.cap());
      });
    }
  },
  AN_AWARD_OF_NOTHING_THAT_HAPPENED(Kind.WORTH) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return add(log, random, PointsEarned.class, award -> {
        UUID cause = new UUID(random.nextLong(), random.nextLong());
        return new PointsEarned(cause, award.causeType(), cause, award.position(), award.programme(), award.rule(),
            award.points(), award.multiplier(), award.level(),
            new Lot(Verdict.lotId(cause, award.rule(), cause), award.points(), award.lot().earnedAt(),
                award.lot().activeAt(), award.lot().expiresAt()),
            award.parts(), award.values(), award.cap());
      });
    }
  },
  A_CLAWBACK_NEVER_WRITTEN(Kind.WORTH) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return leaveOut(log, random, PointsClawedBack.class);
    }
  },
  A_CLAWBACK_FROM_A_LOT_THAT_HAS_NOT_SO_MUCH(Kind.ALLOCATION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsClawedBack.class, back -> !back.from().isEmpty(), back -> {
        List<Allocation> from = new ArrayList<>(back.from());
        Allocation first = from.getFirst();
        from.set(0, new Allocation(first.lotId(), first.points() + 1_000_000, first.expiresAt()));
        return clawback(back, back.points() + 1_000_000, back.owed(), from);
      });
    }
  },
  A_CLAWBACK_FROM_A_LOT_THAT_IS_NONE(Kind.ALLOCATION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsClawedBack.class, back -> !back.from().isEmpty(),
          back -> clawback(back, back.points(), back.owed(),
              List.of(new Allocation(UUID.randomUUID(), back.points(), back.from().getFirst().expiresAt()))));
    }
  },
  MORE_OWED_THAN_IS_MISSING(Kind.CLAWBACK) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsClawedBack.class, back -> true,
          back -> clawback(back, back.points(), back.owed() + 5, back.from()));
    }
  },
  A_SUM_THAT_IS_NONE(Kind.SUM) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsExpired.class, expired -> true,
          expired -> new PointsExpired(expired.points() + 1, expired.from(), expired.expiredAt()));
    }
  },
  A_LOT_THAT_EXPIRES_LATER(Kind.LOT) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsEarned.class, award -> true, award -> lot(award,
          new Lot(award.lot().lotId(), award.points(), award.lot().earnedAt(), award.lot().activeAt(),
              award.lot().expiresAt().plus(Duration.ofDays(1)))));
    }
  },
  A_LOT_THAT_IS_ACTIVE_TOO_EARLY(Kind.LOT) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsEarned.class, award -> true, award -> lot(award,
          new Lot(award.lot().lotId(), award.points(), award.lot().earnedAt(),
              award.lot().activeAt().minus(Duration.ofSeconds(1)), award.lot().expiresAt())));
    }
  },
  POINTS_THAT_EXPIRE_TWICE(Kind.ALLOCATION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return add(log, random, PointsExpired.class, expired -> expired);
    }
  },
  POINTS_THAT_EXPIRE_AT_ANOTHER_INSTANT(Kind.EXPIRY) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsExpired.class, expired -> true,
          expired -> new PointsExpired(expired.points(), expired.from(), expired.expiredAt().minusSeconds(1)));
    }
  },
  MORE_REPAID_THAN_IS_OWED(Kind.ARREARS) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return add(log, random, ArrearsRepaid.class, repaid -> new ArrearsRepaid(1_000_000,
          List.of(new Allocation(repaid.from().getFirst().lotId(), 1_000_000,
              repaid.from().getFirst().expiresAt()))));
    }
  },
  AN_AWARD_THAT_DOES_NOT_REPAY(Kind.ARREARS) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      List<Integer> after = IntStream.range(1, log.size())
          .filter(i -> log.get(i).event() instanceof ArrearsRepaid
              && log.get(i - 1).event() instanceof PointsEarned)
          .boxed().toList();
      return after.isEmpty() ? Optional.empty() : Optional.of(without(log, any(after, random)));
    }
  },
  MORE_RESERVED_THAN_THERE_IS(Kind.ALLOCATION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsReserved.class, reserved -> true, reserved -> {
        Allocation first = reserved.from().getFirst();
        List<Allocation> from = new ArrayList<>(reserved.from());
        from.set(0, new Allocation(first.lotId(), first.points() + 1_000_000, first.expiresAt()));
        return new PointsReserved(reserved.redemptionId(), reserved.reward(), reserved.quantity(),
            reserved.points() + 1_000_000, from, reserved.reservedAt(), reserved.expiresAt(), reserved.pool(),
            reserved.toPay(), reserved.voucher());
      });
    }
  },
  RESERVED_BEFORE_IT_IS_ACTIVE(Kind.REDEMPTION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsReserved.class, reserved -> true,
          reserved -> new PointsReserved(reserved.redemptionId(), reserved.reward(), reserved.quantity(),
              reserved.points(), reserved.from(), Instant.parse("2020-01-01T00:00:00Z"), reserved.expiresAt(),
              reserved.pool(), reserved.toPay(), reserved.voucher()));
    }
  },
  CONFIRMED_TWICE(Kind.REDEMPTION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return add(log, random, RedemptionConfirmed.class, confirmed -> confirmed);
    }
  },
  CONFIRMED_FOR_LESS(Kind.REDEMPTION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, RedemptionConfirmed.class, confirmed -> true,
          confirmed -> new RedemptionConfirmed(confirmed.redemptionId(), confirmed.reward(), confirmed.quantity(),
              confirmed.points() - 1, confirmed.from(), confirmed.vouchers(), confirmed.pool(),
              confirmed.payment()));
    }
  },
  CONFIRMED_WITHOUT_A_PAYMENT(Kind.REDEMPTION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, RedemptionConfirmed.class, confirmed -> confirmed.payment() != null,
          confirmed -> new RedemptionConfirmed(confirmed.redemptionId(), confirmed.reward(), confirmed.quantity(),
              confirmed.points(), confirmed.from(), confirmed.vouchers()));
    }
  },
  A_VOUCHER_TOO_MANY(Kind.REDEMPTION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, RedemptionConfirmed.class, confirmed -> true,
          confirmed -> new RedemptionConfirmed(confirmed.redemptionId(), confirmed.reward(), confirmed.quantity(),
              confirmed.points(), confirmed.from(),
              Stream.concat(confirmed.vouchers().stream(), Stream.of("another")).toList(), confirmed.pool(),
              confirmed.payment()));
    }
  },
  A_VOUCHER_NEVER_ISSUED(Kind.VOUCHER) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return leaveOut(log, random, VoucherIssued.class);
    }
  },
  A_VOUCHER_THAT_OUTLIVES_ITS_REDEMPTION(Kind.VOUCHER) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return leaveOut(log, random, VoucherVoided.class);
    }
  },
  CANCELLED_WITHOUT_GIVING_BACK(Kind.REDEMPTION) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, RedemptionCancelled.class, cancelled -> !cancelled.returned().isEmpty(),
          cancelled -> new RedemptionCancelled(cancelled.redemptionId(), cancelled.reward(), cancelled.quantity(),
              cancelled.points(), cancelled.confirmed(), cancelled.by(), List.of(), cancelled.lost()));
    }
  },
  A_VERSION_THAT_WAS_NOT_IN_FORCE(Kind.PROGRAMME) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      // Where nothing else was ever decided about the interaction.
      return change(log, random, PointsEarned.class,
          award -> award.programme().equals("brief")
              && log.stream().filter(event -> names(event, award.cause())).count() == 1,
          award -> under(award, "default-1", award.rule()));
    }
  },
  A_VERSION_THAT_IS_NONE(Kind.RULE) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsEarned.class, award -> true,
          award -> under(award, "no-such-version", award.rule()));
    }
  },
  A_RULE_THAT_IS_NONE(Kind.RULE) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, PointsEarned.class, award -> true,
          award -> under(award, award.programme(), "generosity"));
    }
  },
  A_LEVEL_NOT_EARNED(Kind.LEVEL) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      // A later revision of the course would set it right.
      List<Recorded> revised = log.stream().filter(event -> event.event() instanceof TierRevised).toList();
      return add(log, random, PointsEarned.class,
          place -> revised.stream().noneMatch(later -> later.position() > place.position()
              && Objects.equals(later.subject(), place.subject())),
          award -> new TierReached(award.because(), award.programme(), 1, 5, 60_000, award.lot().earnedAt(),
              award.lot().expiresAt(), List.of()));
    }
  },
  A_LEVEL_NEVER_TOLD(Kind.LEVEL) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      // A later revision of the course would tell it again: so the last level told.
      int last = -1;
      for (int i = 0; i < log.size(); i++) {
        if (log.get(i).event() instanceof TierReached) {
          last = i;
        } else if (log.get(i).event() instanceof TierRevised) {
          last = -1;
        }
      }
      return last < 0 ? Optional.empty() : Optional.of(without(log, last));
    }
  },
  A_BENEFIT_TOO_MANY(Kind.BENEFIT) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, BenefitGranted.class, granted -> stands(log, granted),
          granted -> new BenefitGranted(granted.kind(), granted.level(), granted.programme(), granted.quantity() + 1,
              granted.from(), granted.until(), granted.grantedAt(), granted.because()));
    }
  },
  A_BENEFIT_NEVER_GRANTED(Kind.BENEFIT) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      List<Integer> places = places(log, BenefitGranted.class, granted -> stands(log, granted));
      return places.isEmpty() ? Optional.empty() : Optional.of(without(log, any(places, random)));
    }
  },
  A_BENEFIT_FOR_A_LONGER_YEAR(Kind.BENEFIT) {
    @Override
    Optional<Planted> plant(List<Recorded> log, Random random) {
      return change(log, random, BenefitGranted.class, granted -> stands(log, granted),
          granted -> new BenefitGranted(granted.kind(), granted.level(), granted.programme(), granted.quantity(),
              granted.from(), granted.until().plusSeconds(1), granted.grantedAt(), granted.because()));
    }
  };

  private final Kind kind;

  /**
   * A log with the fault.
   *
   * @param customer on whose account it is
   */
  record Planted(List<Recorded> log, String customer) {}

  /** What is made of an event. */
  interface Change<E> {
    LoyaltyEvent of(E event);
  }

  Fault(Kind kind) {
    this.kind = kind;
  }

  /** As what it must be found, whatever else is found with it. */
  Kind kind() {
    return kind;
  }

  /** Empty where the log has nothing that could be spoiled so. */
  abstract Optional<Planted> plant(List<Recorded> log, Random random);

  /** A withdrawal of the grant would set it right. */
  private static boolean stands(List<Recorded> log, BenefitGranted granted) {
    return log.stream().noneMatch(event -> event.event() instanceof BenefitWithdrawn none
        && none.kind().equals(granted.kind()) && none.grantedAt().equals(granted.grantedAt()));
  }

  private static boolean names(Recorded event, UUID cause) {
    return switch (event.event()) {
      case PointsEarned award -> award.cause().equals(cause);
      case PointsNotEarned nothing -> nothing.cause().equals(cause);
      case PointsClawedBack back -> back.cause().equals(cause);
      case InteractionCorrected corrected -> corrected.cause().equals(cause);
      case InteractionWithdrawn withdrawn -> withdrawn.cause().equals(cause);
      default -> false;
    };
  }

  private static <E> List<Integer> places(List<Recorded> log, Class<E> type, Predicate<E> which) {
    return IntStream.range(0, log.size())
        .filter(i -> type.isInstance(log.get(i).event()) && which.test(type.cast(log.get(i).event()))).boxed()
        .toList();
  }

  private static int any(List<Integer> places, Random random) {
    return places.get(random.nextInt(places.size()));
  }

  private static <E> Optional<Planted> change(List<Recorded> log, Random random, Class<E> type, Predicate<E> which,
      Change<E> change) {
    List<Integer> places = places(log, type, which);
    if (places.isEmpty()) {
      return Optional.empty();
    }
    int place = any(places, random);
    Recorded sound = log.get(place);
    List<Recorded> spoiled = new ArrayList<>(log);
    spoiled.set(place, with(sound, sound.eventId(), change.of(type.cast(sound.event()))));
    return Optional.of(new Planted(spoiled, sound.subject()));
  }

  private static <E> Optional<Planted> add(List<Recorded> log, Random random, Class<E> type, Change<E> change) {
    return add(log, random, type, place -> true, change);
  }

  private static <E> Optional<Planted> add(List<Recorded> log, Random random, Class<E> type, Predicate<Recorded> where,
      Change<E> change) {
    List<Integer> places = places(log, type, event -> true).stream().filter(i -> where.test(log.get(i))).toList();
    if (places.isEmpty()) {
      return Optional.empty();
    }
    int place = any(places, random);
    Recorded sound = log.get(place);
    List<Recorded> spoiled = new ArrayList<>(log);
    spoiled.add(place + 1, with(sound, UUID.randomUUID(), change.of(type.cast(sound.event()))));
    return Optional.of(new Planted(spoiled, sound.subject()));
  }

  private static <E> Optional<Planted> leaveOut(List<Recorded> log, Random random, Class<E> type) {
    List<Integer> places = places(log, type, event -> true);
    return places.isEmpty() ? Optional.empty() : Optional.of(without(log, any(places, random)));
  }

  private static Planted without(List<Recorded> log, int place) {
    List<Recorded> spoiled = new ArrayList<>(log);
    return new Planted(spoiled, spoiled.remove(place).subject());
  }

  private static Recorded with(Recorded sound, UUID id, LoyaltyEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    Metadata metadata = sound.metadata();
    return new Recorded(sound.position(), id, sound.stream(), sound.seq(), sound.subject(), type.type(),
        type.revision(), sound.occurredAt(), sound.recordedAt(), metadata, event);
  }

  private static PointsEarned points(PointsEarned award, long points) {
    Lot lot = award.lot();
    return new PointsEarned(award.cause(), award.causeType(), award.because(), award.position(), award.programme(),
        award.rule(), points, award.multiplier(), award.level(),
        new Lot(lot.lotId(), points, lot.earnedAt(), lot.activeAt(), lot.expiresAt()), award.parts(), award.values(),
        award.cap());
  }

  private static PointsEarned lot(PointsEarned award, Lot lot) {
    return new PointsEarned(award.cause(), award.causeType(), award.because(), award.position(), award.programme(),
        award.rule(), award.points(), award.multiplier(), award.level(), lot, award.parts(), award.values(),
        award.cap());
  }

  private static PointsEarned under(PointsEarned award, String programme, String rule) {
    return new PointsEarned(award.cause(), award.causeType(), award.because(), award.position(), programme, rule,
        award.points(), award.multiplier(), award.level(), award.lot(), award.parts(), award.values(), award.cap());
  }

  private static PointsClawedBack clawback(PointsClawedBack back, long points, long owed, List<Allocation> from) {
    return new PointsClawedBack(back.cause(), back.causeType(), back.because(), back.why(), back.programme(),
        back.rule(), back.earnedAt(), back.undone(), points, owed, back.parts(), from);
  }
}
