/** What callers send and how it is read, and how they are told what the rules refuse. */
@NullMarked
package io.anamnesis.command.loyalty.request;

import org.jspecify.annotations.NullMarked;
