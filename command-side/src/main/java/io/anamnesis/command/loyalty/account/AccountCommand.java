package io.anamnesis.command.loyalty.account;

/** A command that an account decides. It says itself which one, as Axon's search for the annotation takes long. */
public interface AccountCommand {

  /** The account's stream. */
  String account();
}
