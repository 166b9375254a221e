package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.command.loyalty.account.Accounts;
import io.anamnesis.command.loyalty.family.Transferring.Passed;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;

/** Decides transfers on both accounts at once. The rules are in {@link Transferring}. */
public final class Transfers {
  private final Accounts accounts;
  private final ToldFacts families;

  /** @param families tells the facts of {@link Family#TYPES} */
  public Transfers(Accounts accounts, ToldFacts families) {
    this.accounts = accounts;
    this.families = families;
  }

  /** Facts change no account, so that no append would tell that they were read too early: they are read for each try. */
  @CommandHandler
  void transfer(TransferPoints command) {
    Accounts.Loaded loaded = accounts.load(List.of(command.from(), command.to()));
    Passed passed = Transferring.decide(loaded.ledger(command.from()), loaded.ledger(command.to()),
        new Family(customer -> families.now(customer.value()), command.at()), command);
    loaded.record(command.from(), passed.sent());
    loaded.record(command.to(), passed.received());
  }
}
