package io.anamnesis.eventstore.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Roots and proofs against the recursions of RFC 6962, and against the published vectors of Certificate Transparency. */
class MerkleProperties {
  private static final int MOST = 600;
  private static final List<byte[]> LEAVES = IntStream.range(0, MOST)
      .mapToObj(i -> NaiveTree.leafHash(ByteBuffer.allocate(4).putInt(i).array())).toList();

  @Example
  void roots_are_those_that_certificate_transparency_published() {
    String[] leaves =
        {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    String[] roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < leaves.length; i++) {
      hashes.add(MerkleTree.leafHash(HexFormat.of().parseHex(leaves[i])));
      assertThat(HexFormat.of().formatHex(MerkleTree.root(hashes).bytes())).isEqualTo(roots[i]);
    }
    assertThat(HexFormat.of().formatHex(MerkleTree.EMPTY_ROOT.bytes()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Property(tries = 300)
  void a_path_of_inclusion_is_that_of_the_recursion_and_verifies(@ForAll @IntRange(min = 1, max = MOST) int size,
      @ForAll @IntRange(min = 0, max = MOST - 1) int any) {
    List<byte[]> leaves = LEAVES.subList(0, size);
    int index = any % size;
    List<Hash> path = hashes(Inclusion.path(index, size), leaves);
    assertThat(path).isEqualTo(hashes(NaiveTree.inclusion(index, leaves)));
    Hash root = Hash.of(NaiveTree.root(leaves));
    assertThat(Inclusion.verify(Hash.of(leaves.get(index)), index, size, path, root)).isTrue();
    for (int other = 0; other < size; other++) {
      if (other != index) {
        assertThat(Inclusion.verify(Hash.of(leaves.get(other)), index, size, path, root)).isFalse();
      }
    }
  }

  @Property(tries = 300)
  void a_path_of_consistency_is_that_of_the_recursion_and_verifies(@ForAll @IntRange(min = 1, max = MOST) int to,
      @ForAll @IntRange(min = 0, max = MOST) int any) {
    List<byte[]> leaves = LEAVES.subList(0, to);
    int from = any % (to + 1);
    List<Hash> path = hashes(Consistency.path(from, to), leaves);
    assertThat(path).isEqualTo(hashes(NaiveTree.consistency(from, leaves)));
    Hash fromRoot = Hash.of(NaiveTree.root(leaves.subList(0, from)));
    Hash toRoot = Hash.of(NaiveTree.root(leaves));
    assertThat(Consistency.verify(from, fromRoot, to, toRoot, path)).isTrue();
  }

  /** What a history that was rewritten and hashed anew cannot do, whatever it offers as a path. */
  @Property(tries = 300)
  void no_path_of_the_tree_leads_from_an_older_root_over_an_altered_leaf(@ForAll @IntRange(min = 1, max = MOST) int to,
      @ForAll @IntRange(min = 1, max = MOST) int any, @ForAll @IntRange(min = 0, max = MOST - 1) int which) {
    int from = 1 + any % to;
    List<byte[]> altered = new ArrayList<>(LEAVES.subList(0, to));
    altered.set(which % from, NaiveTree.sha256());
    List<Hash> path = hashes(NaiveTree.consistency(from, altered));
    assertThat(Consistency.verify(from, Hash.of(NaiveTree.root(LEAVES.subList(0, from))), to,
        Hash.of(NaiveTree.root(altered)), path)).isFalse();
  }

  private static List<Hash> hashes(List<Subtree> path, List<byte[]> leaves) {
    return path.stream().map(subtree -> subtree.hash(node -> naive(node, leaves))).toList();
  }

  private static Hash naive(Node node, List<byte[]> leaves) {
    int width = 1 << node.level();
    int from = (int) node.index() * width;
    return Hash.of(NaiveTree.root(leaves.subList(from, from + width)));
  }

  private static List<Hash> hashes(List<byte[]> path) {
    return path.stream().map(Hash::of).toList();
  }
}
