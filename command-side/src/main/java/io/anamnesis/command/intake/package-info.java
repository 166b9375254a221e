/**
 * Facts in: what sources tell, recorded as it came. Bytes become lines ({@link io.anamnesis.command.intake.FactReader}),
 * lines become facts or rejections ({@link io.anamnesis.command.intake.FactParser}), facts are sealed and appended
 * ({@link io.anamnesis.command.intake.FactIntake}), rejections are kept in quarantine
 * ({@link io.anamnesis.command.intake.Quarantine}).
 */
@NullMarked
package io.anamnesis.command.intake;

import org.jspecify.annotations.NullMarked;
