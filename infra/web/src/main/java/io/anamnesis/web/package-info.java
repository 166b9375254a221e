/** The door that both sides share: problems, languages, tokens and scopes, and the beans that open the log. */
@NullMarked
package io.anamnesis.web;

import org.jspecify.annotations.NullMarked;
