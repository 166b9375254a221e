package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anamnesis.command.loyalty.account.AccountCommand;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.Test;

class LoyaltyCommandsTest {

  @Test
  void a_command_goes_to_the_account_that_it_names() {
    AccountCommand command = () -> "points-account:C-1";

    assertThat(LoyaltyCommands.account(new GenericCommandMessage<>(command)).getIdentifier())
        .isEqualTo("points-account:C-1");
  }

  @Test
  void a_command_that_names_no_account_is_refused_by_its_name_alone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoyaltyCommands.account(new GenericCommandMessage<>("customer C-1")))
        .withMessage("java.lang.String names no account: it is no AccountCommand");
  }
}
