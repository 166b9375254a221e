/** Vouchers: codes for which rewards are handed out, and what becomes of them. */
@NullMarked
package io.anamnesis.command.loyalty.voucher;

import org.jspecify.annotations.NullMarked;
