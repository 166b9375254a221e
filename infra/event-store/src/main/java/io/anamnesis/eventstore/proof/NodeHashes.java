package io.anamnesis.eventstore.proof;

/** Where the hashes of complete subtrees come from. */
@FunctionalInterface
public interface NodeHashes {
  Hash of(Node node);
}
