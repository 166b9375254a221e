package io.anamnesis.command.loyalty.mall;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.command.loyalty.voucher.UseVoucher;
import io.anamnesis.command.loyalty.voucher.Voucher;
import io.anamnesis.command.loyalty.voucher.VoucherCode;
import io.anamnesis.command.loyalty.voucher.VoucherCodes;
import io.anamnesis.command.loyalty.voucher.VoucherLog;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.reads.Showing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Rewards handed out for codes. A code is a secret: it comes in the body, and goes into no URL, error or line of a log. */
@RestController
@RequestMapping(path = VoucherController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class VoucherController {
  static final String PATH = "/api/v1/loyalty/vouchers/use";

  private final Decisions decisions;
  private final VoucherCodes codes;
  private final VoucherLog vouchers;
  private final PersonalData personal;
  private final MaySee maySee;
  private final Clock clock;

  VoucherController(Decisions loyaltyDecisions, VoucherCodes codes, VoucherLog vouchers, PersonalData personal,
      MaySee maySee, ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.codes = codes;
    this.vouchers = vouchers;
    this.personal = personal;
    this.maySee = maySee;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /** What was handed out, and to whom. */
  record Answer(UUID voucherId, String customer, String reward, UUID redemptionId, Instant usedAt) {}

  /**
   * {@code {code, reference, visitId}}, all but the code optional. {@code 400} where the code was typed wrong;
   * {@code 404 unknown-voucher}; {@code 409 voucher-used, voucher-voided, voucher-expired}.
   */
  @PostMapping
  ResponseEntity<Answer> use(@RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    // Whose code it is the body tells, and under a key that is known no other body is read: so the key is nobody's.
    Asked asked = Asked.of(caller, PATH, key, "", body, personal);
    Recorded decided = decisions.before(asked, Voucher.USE).orElseGet(() -> use(asked, body));
    Answer answer = answer(decided);
    Showing.current().customer(answer.customer());
    return ResponseEntity.ok().header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer);
  }

  private Recorded use(Asked asked, JsonNode body) {
    String mark = codes.mark(code(body));
    String customer =
        vouchers.customer(mark).orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_VOUCHER));
    maySee.mustSee(customer);
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return decisions.decide(asked.about(customer), Voucher.USE,
        () -> new UseVoucher(Voucher.stream(mark), LoyaltyBody.reference(body, "reference"), visit(body), at), at)
        .orElseThrow(() -> new IllegalStateException("a voucher was neither used nor refused"));
  }

  private static VoucherCode code(JsonNode body) {
    JsonNode code = LoyaltyBody.required(body, "code");
    return VoucherCode.read(code.isString() ? code.stringValue() : "").orElseThrow(
        () -> Problem.of(ProblemType.INVALID).field("code").detail("problem.invalid.code").exception());
  }

  private static @Nullable VisitId visit(JsonNode body) {
    String visit = LoyaltyBody.reference(body, "visitId");
    return visit == null ? null : new VisitId(visit);
  }

  private static Answer answer(Recorded decided) {
    if (decided.event() instanceof VoucherUsed used) {
      return new Answer(used.voucherId(), Objects.requireNonNull(decided.subject()), used.reward().value(),
          used.redemptionId(), used.usedAt());
    }
    throw new IllegalStateException("no use of a voucher: " + decided.type());
  }
}
