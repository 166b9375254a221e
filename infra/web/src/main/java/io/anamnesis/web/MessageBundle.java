package io.anamnesis.web;

/**
 * A module's words: UTF-8 property files {@code <resource>_zh-CN.properties} and {@code <resource>_en.properties} on the
 * class path, texts in the form of {@link java.text.MessageFormat} (an apostrophe is written twice).
 *
 * @param resource for example {@code io/anamnesis/web/messages}
 */
public record MessageBundle(String resource) {}
