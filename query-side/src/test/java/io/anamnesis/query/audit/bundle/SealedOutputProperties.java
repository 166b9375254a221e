package io.anamnesis.query.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SealedOutputProperties {

  @Property(tries = 500)
  void whatever_the_parts_are_the_last_bytes_become_the_digest_of_all_before(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 200) Integer> parts) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(sent);
    for (int length : parts) {
      byte[] part = new byte[length + 2];
      Arrays.fill(part, (byte) (written.size() + 1));
      out.write(part, 1, length);
      written.write(part, 1, length);
    }
    out.write(new byte[SealedOutput.HELD]);
    out.finish();

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(written.toByteArray());
    written.writeBytes(HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
    assertThat(sent.toByteArray()).isEqualTo(written.toByteArray());
  }

  @Example
  void what_has_no_room_for_a_digest_is_not_finished() throws IOException {
    SealedOutput out = new SealedOutput(new ByteArrayOutputStream());
    out.write(new byte[SealedOutput.HELD - 1]);
    assertThatThrownBy(out::finish).isInstanceOf(IllegalStateException.class);
  }
}
