/**
 * What proves the log: the bytes of an event, Merkle trees over them (RFC 6962, RFC 9162), signed notes and checkpoints (C2SP).
 * Knows no database and no server, so that an auditor's tool can stand on it alone.
 */
@NullMarked
package io.anamnesis.eventstore.proof;

import org.jspecify.annotations.NullMarked;
