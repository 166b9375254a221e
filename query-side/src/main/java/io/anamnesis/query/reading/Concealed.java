package io.anamnesis.query.reading;

import io.anamnesis.events.Sealed;

/** A secret in an answer: see {@link Reveal#tellsSecrets}. */
public record Concealed(Sealed secret) {}
