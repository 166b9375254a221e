package io.anamnesis.command.intake;

/** What became of an event when it was read. */
sealed interface Parsed permits ParsedFact, Rejection {}
