package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.PrivateFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the key-encryption key comes from, which is no part of a database, nor of its backups. */
public sealed interface KekSource {

  /** A Tink keyset as JSON in a file that its owner alone can read; made where it is absent and no key is wrapped yet. It can be rotated. */
  record InFile(Path file) implements KekSource {}

  /** The keyset itself, as the environment of a process may hold it. */
  record InText(String keyset) implements KekSource {
    /** Never what it holds. */
    @Override
    public String toString() {
      return "InText";
    }
  }

  /**
   * AES keys in a token that is reached by PKCS#11, and never leave it: an HSM, or a KMS that has a library of this kind. They are named
   * {@code <label>-<number>}, and the highest number wraps; made where there is none and no key is wrapped yet. It can be rotated.
   *
   * @param library file of the PKCS#11 library
   * @param slot as the library numbers it; null: the first that it lists
   */
  record InToken(Path library, @Nullable Long slot, String label, String pin) implements KekSource {

    /**
     * As settings tell it, where blank is not told.
     *
     * @param pinFile readable by its owner only; it or the PIN itself
     * @throws IllegalStateException if they do not tell enough, or too much; the message names the setting
     */
    public static InToken of(String library, String slot, String label, String pinFile, String pin) {
      if (pinFile.isBlank() == pin.isBlank()) {
        throw new IllegalStateException("the PIN of the token is told once: set ANAMNESIS_KEK_PKCS11_PIN_FILE or "
            + "ANAMNESIS_KEK_PKCS11_PIN");
      }
      String told = pinFile.isBlank() ? pin : new PrivateFile(Path.of(pinFile), "the PIN of the token").read();
      if (label.isBlank()) {
        throw new IllegalStateException(
            "set ANAMNESIS_KEK_PKCS11_LABEL to what the keys of this installation are called in the "
                + "token, and those of no other there: a rotation destroys the former ones");
      }
      return new InToken(Path.of(library), slot.isBlank() ? null : number(slot), label.strip(), told.strip());
    }

    private static long number(String slot) {
      try {
        return Long.parseLong(slot.strip());
      } catch (NumberFormatException none) {
        throw new IllegalStateException("ANAMNESIS_KEK_PKCS11_SLOT is no number of a slot", none);
      }
    }

    /** Never the PIN. */
    @Override
    public String toString() {
      return "InToken[" + library + ", " + (slot == null ? "first slot" : "slot " + slot) + ", " + label + "]";
    }
  }
}
