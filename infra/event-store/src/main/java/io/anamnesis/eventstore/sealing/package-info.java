/**
 * The Merkle log over the positions of the log: it is sealed here, under one key, and read as checkpoints, tiles and proofs.
 */
@NullMarked
package io.anamnesis.eventstore.sealing;

import org.jspecify.annotations.NullMarked;
