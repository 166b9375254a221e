/** The points mall over HTTP: rewards offered and listed, reserved, confirmed and cancelled. */
@NullMarked
package io.anamnesis.command.loyalty.mall;

import org.jspecify.annotations.NullMarked;
