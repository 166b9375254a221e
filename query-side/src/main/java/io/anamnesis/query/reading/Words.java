package io.anamnesis.query.reading;

import java.util.Map;

/** A text in every language; an answer shows it in the reader's. */
public record Words(Map<String, String> byLanguage) {}
