package io.anamnesis.web.reads;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who reads, and why.
 *
 * @param name the token's subject
 * @param sites that the token is limited to; null where it covers all
 * @param purpose as stated; null where none was
 */
public record Reader(String name, Set<String> scopes, @Nullable Set<String> sites, @Nullable String purpose) {}
