package io.anamnesis.eventstore.postgres;

import java.util.UUID;

/**
 * Tells of 64 parts at once which of them an id may be in: 64 Bloom filters of equal size, laid out so that bit {@code j} of
 * a word belongs to part {@code j}. A look-up reads a few words, whatever the number of parts, and ends as soon as no part is
 * left. It never misses a part that has the id. One that has not is named with a probability of
 * (1 − e<sup>−{@value #PROBES}/{@value #BITS_PER_ID}</sup>)<sup>{@value #PROBES}</sup> = 1.4 × 10<sup>−5</sup>: Broder and
 * Mitzenmacher, "Network Applications of Bloom Filters" (Internet Mathematics 1, 2004), section 2.1.
 *
 * <p>
 * The places of an id are made of two hashes, as independent ones would be: Kirsch and Mitzenmacher, "Less Hashing, Same
 * Performance" (ESA 2006). Not by an arithmetic progression, though: in a small filter two of these share most of their places
 * too often (Dillinger and Manolios, "Bloom Filters in Probabilistic Verification", FMCAD 2004), but by steps of a linear
 * congruential generator, in which what nearly agrees drifts apart at once.
 *
 * <p>
 * One thread adds. Others may look meanwhile, and are told right of all parts that were handed to them as complete by way of
 * a volatile: a word that is half written differs in the bit of another part only.
 */
final class PartFilter {
  static final int PARTS = Long.SIZE;
  static final int BITS_PER_ID = 24;
  static final int PROBES = 12;

  private final long[] words;

  PartFilter(Parts parts) {
    words = new long[words(parts)];
  }

  /** What a filter for 64 parts takes. */
  static long bytes(Parts parts) {
    return (long) words(parts) * Long.BYTES;
  }

  private static int words(Parts parts) {
    return BITS_PER_ID << parts.bits();
  }

  /** @param column number of a part among the 64 */
  void add(int column, long mostBits, long leastBits) {
    long step = step(mostBits, leastBits);
    long hash = hash(mostBits, step);
    for (int i = 0; i < PROBES; i++, hash = next(hash, step)) {
      words[place(hash)] |= 1L << column;
    }
  }

  /** The parts that may have the id, as bits, of those given. */
  long having(UUID id, long among) {
    long step = step(id.getMostSignificantBits(), id.getLeastSignificantBits());
    long hash = hash(id.getMostSignificantBits(), step);
    long left = among;
    for (int i = 0; i < PROBES && left != 0; i++, hash = next(hash, step)) {
      left &= words[place(hash)];
    }
    return left;
  }

  /** The multiplier is Knuth's for 64 bits (MMIX). */
  private static long next(long hash, long step) {
    return hash * 0x5851_F42D_4C95_7F2DL + step;
  }

  /** The upper bits decide: a product with the number of places, instead of a division by it. */
  private int place(long hash) {
    return (int) Math.unsignedMultiplyHigh(hash, words.length);
  }

  private static long step(long mostBits, long leastBits) {
    return mixed(leastBits + mixed(mostBits)) | 1;
  }

  private static long hash(long mostBits, long step) {
    return mixed(mostBits ^ Long.rotateLeft(step, 32));
  }

  /**
   * Each bit of the value changes each bit of the result about half of the time: some ids are random in few of their bits. A
   * variant of the finalizer of MurmurHash3 by David Stafford ("Better Bit Mixing", 2011, variant 13).
   */
  private static long mixed(long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }
}
