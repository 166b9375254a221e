package io.anamnesis.web;

import io.anamnesis.web.reads.SiteCover;
import java.util.Set;

/** Whom the caller of the request at hand may see at all: staff of some sites, those whom these cover; everybody else, anybody. */
public final class MaySee {
  private final SiteCover cover;

  public MaySee(SiteCover cover) {
    this.cover = cover;
  }

  public boolean sees(String customer) {
    return Caller.signedIn().filter(caller -> caller.may("staff")).map(Caller::sites)
        .map(sites -> covers(sites, customer)).orElse(true);
  }

  /** Whether the caller is limited to some people. */
  public boolean seesEverybody() {
    return Caller.signedIn().filter(caller -> caller.may("staff")).map(Caller::sites).isEmpty();
  }

  private boolean covers(Set<String> sites, String customer) {
    return cover.covers(sites, customer);
  }

  /** @throws ProblemException {@code unknown-customer}, the same whether anything is recorded of that number or not */
  public void mustSee(String customer) {
    if (!sees(customer)) {
      throw hidden();
    }
  }

  static ProblemException hidden() {
    return Problem.of(ProblemType.UNKNOWN_CUSTOMER).detail("problem.unknown-customer.sites").exception();
  }
}
