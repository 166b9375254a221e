package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.command.audit.reconciliation.Day.Movement;
import io.anamnesis.command.audit.reconciliation.Day.Points;
import io.anamnesis.command.audit.reconciliation.Day.Side;

/** The points of all customers together, over a day. */
final class PointsBook {
  private final Points before;
  private final Counted<Row> movements = new Counted<>(Row::new);
  private final Sides points = new Sides();
  private final Sides reserved = new Sides();
  private final Sides arrears = new Sides();

  /** @param before how the day before ended */
  PointsBook(Points before) {
    this.before = before;
  }

  void add(Posting posting) {
    points.add(posting.points());
    reserved.add(posting.reserved());
    arrears.add(posting.owed());
    String reason = posting.reason();
    movements.of(posting.kind(), reason == null ? "" : reason).ifPresent(row -> row.add(posting.points()));
  }

  Points closed() {
    Side all = points.from(before.closing());
    return new Points(all.opening(), all.in(), all.out(), all.closing(),
        movements.rows((names, row) -> new Movement(names.one(), names.other().isEmpty() ? null : names.other(),
            row.count, row.points)),
        reserved.from(before.reserved().closing()), arrears.from(before.arrears().closing()));
  }

  private static final class Row {
    private long count;
    private long points;

    void add(long more) {
      count++;
      points = Math.addExact(points, more);
    }
  }

  /** What comes in and what goes out. */
  private static final class Sides {
    private long in;
    private long out;

    void add(long by) {
      in = Math.addExact(in, Math.max(by, 0));
      out = Math.subtractExact(out, Math.min(by, 0));
    }

    Side from(long opening) {
      return new Side(opening, in, out, Math.subtractExact(Math.addExact(opening, in), out));
    }
  }
}
