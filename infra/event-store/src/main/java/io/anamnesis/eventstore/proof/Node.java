package io.anamnesis.eventstore.proof;

/**
 * A complete subtree: {@code 2^level} leaves from the leaf {@code index * 2^level} on. Once its leaves are there its hash never
 * changes again, however the tree grows.
 *
 * @param level 0 for a leaf
 */
public record Node(int level, long index) {}
