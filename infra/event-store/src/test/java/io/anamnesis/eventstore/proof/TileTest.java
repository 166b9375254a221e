package io.anamnesis.eventstore.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

  @ParameterizedTest
  @CsvSource({"0, 1234067, 256, 0/x001/x234/067", "0, 0, 256, 0/000", "1, 999, 1, 1/999.p/1",
      "63, 1000, 255, 63/x001/000.p/255"})
  void a_path_tells_level_index_and_width(int level, long index, int width, String path) {
    assertThat(new Tile(level, index, width).path()).isEqualTo(path);
    assertThat(Tile.parse(path)).isEqualTo(new Tile(level, index, width));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/0", "00/000", "64/000", "0/1000", "0/x000/001", "0/000.p/0", "0/000.p/256",
      "0/000.p/01",
      "0/001/000", "0/x001/x000", "-1/000", "entries/000", "0/000/"})
  void what_is_no_path_is_refused(String path) {
    assertThatExceptionOfType(MalformedProof.class).isThrownBy(() -> Tile.parse(path));
  }

  /** The example of C2SP tlog-tiles. */
  @Test
  void a_tree_of_70000_leaves_has_the_tiles_of_the_specification() {
    assertThat(Tile.hashesAt(0, 70_000)).isEqualTo(273 * 256 + 112);
    assertThat(Tile.hashesAt(1, 70_000)).isEqualTo(256 + 17);
    assertThat(Tile.hashesAt(2, 70_000)).isEqualTo(1);
    assertThat(Tile.hashesAt(3, 70_000)).isZero();
    assertThat(Tile.hashesAt(8, Long.MAX_VALUE)).isZero();
  }

  @Test
  void a_node_lies_in_one_tile_whole() {
    Node node = new Node(11, 40);
    assertThat(Tile.holding(node)).isEqualTo(new Tile(1, 1, 256));
    assertThat(Tile.offsetOf(node)).isEqualTo(64);
    assertThat(Tile.hashesOf(node)).isEqualTo(8);
  }
}
