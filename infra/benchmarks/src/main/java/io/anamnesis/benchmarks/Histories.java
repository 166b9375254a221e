package io.anamnesis.benchmarks;

import io.anamnesis.events.loyalty.Programme;
import java.util.Set;

/**
 * Fills a log with what most read models have rows of: purchases and the points that were awarded for some, in turn, so many
 * events about each customer and all of them spread over the whole log.
 */
final class Histories {
  /** The views that have rows of it; the others have nothing to tell where nobody refers, renews or is suspected. */
  static final Set<String> SEEN_BY =
      Set.of("points", "ledger", "tier", "trajectory", "portrait", "volumes", "liability", "benefits");

  static final String AWARD_TYPE = "loyalty.points-earned";
  static final int AWARD_REVISION = 3;
  /** A decision; what differs from award to award is put in the place of what stands here. */
  static final String AWARD = """
      {"cause": "6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10", "causeType": "purchase.made", \
      "because": "6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10", "position": 1, "programme": "default-1", "rule": "purchase", "points": 149, "multiplier": 1.5, "level": 4, \
      "lot": {"lotId": "6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10", "points": 149, "earnedAt": "2020-01-01T00:00:00Z", \
      "activeAt": "2020-01-08T00:00:00Z", "expiresAt": "2021-01-31T00:00:00Z"}, \
      "parts": [{"line": 1, "base": 99.90, "currency": "CNY", "points": 149, "values": []}], "values": []}""";

  /** Its lots expire when a month begins, so that there are few instants at which any does. */
  private static final Programme PROGRAMME = Programme.standard();

  /** Far from any number of customers, and prime: neighbours in the log are no neighbours among customers. */
  private static final long STRIDE = 7_368_787;

  private Histories() {}

  /** Events at positions 1 to {@code events}, as if recorded since 2020; then as a server at rest has them. */
  static void fill(Cluster cluster, String database, long events, long customers) {
    cluster.execute(database, """
        insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload,
                               metadata)
        select position, overlay(gen_random_uuid()::text placing '5' from 15 for 1)::uuid,
               case when awarded then 'points-account:' || customer end, case when awarded then turn / 2 end, customer,
               case when awarded then '%1$s' else '%2$s' end, case when awarded then %3$d else 1 end, at, at,
               case when awarded
                 then replace(replace(replace(replace('%4$s',
                   '6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10', md5(position::text)::uuid::text),
                   '2021-01-31T00:00:00Z', to_char(
                     (date_trunc('month', at at time zone '%10$s') + interval '%11$d months') at time zone '%10$s'
                       at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
                   '2020-01-08T00:00:00Z', to_char((at + interval '7 days') at time zone 'UTC',
                                                   'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
                   '2020-01-01T00:00:00Z', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                 else replace('%5$s', 'P-2026-000417', 'P-' || position) end,
               '%6$s'
        from (
          select position, 'customer-' || number as customer, turn, (turn + number) %% 2 = 1 as awarded,
                 timestamptz '2020-01-01 00:00:00Z' + position * interval '15 seconds' as at
          from (
            select position, ((position - 1) * %7$d) %% %8$d as number, (position - 1) / %8$d as turn
            from generate_series(1::bigint, %9$d) as position) numbered) told
        """.formatted(AWARD_TYPE, Facts.TYPE, AWARD_REVISION, AWARD, Facts.PAYLOAD, Facts.METADATA, STRIDE, customers,
        events, PROGRAMME.zone(), PROGRAMME.expiryMonths() + 1));
    EventTable.settle(cluster, database);
  }
}
