/**
 * What interactions are worth: rules, caps, streaks and refunds on the way through a life, and what is held until a person
 * has looked.
 */
@NullMarked
package io.anamnesis.command.loyalty.rating;

import org.jspecify.annotations.NullMarked;
