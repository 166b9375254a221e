/**
 * What follows without anybody asking: facts are decided on, rewards for referrals posted, points about to expire and
 * memberships about to end announced.
 */
@NullMarked
package io.anamnesis.command.loyalty.policy;

import org.jspecify.annotations.NullMarked;
