/** The log sealed: its Merkle tree, and checkpoints under the log's key. */
@NullMarked
package io.anamnesis.command.audit;

import org.jspecify.annotations.NullMarked;
