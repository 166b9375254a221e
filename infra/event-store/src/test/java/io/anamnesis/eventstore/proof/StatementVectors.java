package io.anamnesis.eventstore.proof;

import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a log may state of itself, and which checkpoints are its own then; written line by line, by nothing of the product. */
record StatementVectors(List<byte[]> leaves) {
  private static final String LOG = TestSigner.LOG.name();

  void into(ObjectNode root) {
    String handover = signed(handover(1, 0, 8), TestSigner.LOG, TestSigner.NEXT);
    String epoch = signed(epoch(2, 1, 17, 2, "Restored from the backup of 1 March: 磁盘损坏"), TestSigner.NEXT);
    ArrayNode all = root.putArray("statements");
    holds(all, "none", "", TestSigner.LOG, 0);
    holds(all, "a handover", handover, TestSigner.NEXT, 0);
    holds(all, "a handover and a new epoch", handover + "\n" + epoch, TestSigner.NEXT, 1);
    holds(all, "a new epoch, and a handover in it behind a size of before",
        signed(epoch(1, 1, 17, 2, "r"), TestSigner.LOG) + "\n"
            + signed(handover(2, 1, 7), TestSigner.LOG, TestSigner.NEXT),
        TestSigner.NEXT, 1);
    fails(all, "a handover that the new key has not signed", signed(handover(1, 0, 8), TestSigner.LOG));
    fails(all, "a handover that the old key has not signed", signed(handover(1, 0, 8), TestSigner.NEXT));
    fails(all, "a size that was not signed", handover.replace("\nat 8 ", "\nat 9 "));
    fails(all, "a new epoch of a key whose turn is over",
        handover + "\n" + signed(epoch(2, 1, 17, 2, "r"), TestSigner.LOG));
    fails(all, "a statement that is missing", signed(epoch(2, 1, 17, 2, "r"), TestSigner.LOG));
    fails(all, "an epoch that is left out", signed(epoch(1, 2, 17, 2, "r"), TestSigner.LOG));
    fails(all, "a handover of another epoch", signed(handover(1, 1, 8), TestSigner.LOG, TestSigner.NEXT));
    fails(all, "a handover twice", handover + "\n" + handover);
    fails(all, "a reason of two lines", signed(epoch(1, 1, 17, 2, "r\ns"), TestSigner.LOG));
    fails(all, "a number told in another way", signed(epoch(1, 1, 17, 2, "r").replace("number 1", "number 01"),
        TestSigner.LOG));
    fails(all, "a checkpoint", signed(checkpoint(8, 0), TestSigner.LOG));
  }

  private void holds(ArrayNode all, String about, String notes, TestSigner current, int epoch) {
    ObjectNode vector = all.addObject().put("about", about).put("key", TestSigner.LOG.vkey()).put("notes", notes)
        .put("holds", true).put("current", current.vkey()).put("epoch", epoch);
    ArrayNode checkpoints = vector.putArray("checkpoints");
    for (int of = 0; of <= 1; of++) {
      for (int size : new int[]{1, 7, 8, 17}) {
        for (TestSigner signer : List.of(TestSigner.LOG, TestSigner.NEXT)) {
          checkpoints.addObject().put("note", signed(checkpoint(size, of), signer))
              .put("signed", of <= epoch && signer.equals(turn(about, of, size)));
        }
      }
    }
  }

  /** Whose turn it is, as the four successions above say. */
  private static TestSigner turn(String about, int epoch, int size) {
    boolean isNext = switch (about) {
      case "none" -> false;
      case "a handover" -> size > 8;
      case "a handover and a new epoch" -> epoch == 1 || size > 8;
      default -> epoch == 1 && size > 7;
    };
    return isNext ? TestSigner.NEXT : TestSigner.LOG;
  }

  private static void fails(ArrayNode all, String about, String notes) {
    all.addObject().put("about", about).put("key", TestSigner.LOG.vkey()).put("notes", notes).put("holds", false);
  }

  private String handover(int number, int epoch, int size) {
    return "anamnesis-key-handover/v1\n" + LOG + "\nnumber " + number + "\nfrom " + TestSigner.LOG.vkey() + "\nto "
        + TestSigner.NEXT.vkey() + "\nepoch " + epoch + "\nat " + tree(size) + "\ntime 2026-03-01T02:15:01.500Z\n";
  }

  private String epoch(int number, int epoch, int known, int kept, String reason) {
    return "anamnesis-epoch/v1\n" + LOG + "\nnumber " + number + "\nepoch " + epoch + "\nknown " + tree(known)
        + "\nkept " + tree(kept) + "\nreason " + reason + "\ntime 2026-03-02T02:15:01Z\n";
  }

  private String checkpoint(int size, int epoch) {
    return LOG + "\n" + tree(size).replace(' ', '\n') + "\ntime 2026-03-01T02:15:01.500Z\n"
        + (epoch == 0 ? "" : "epoch " + epoch + "\n");
  }

  private String tree(int size) {
    return size + " " + Base64.getEncoder().encodeToString(NaiveTree.root(leaves.subList(0, size)));
  }

  private static String signed(String text, TestSigner... signers) {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (TestSigner signer : signers) {
      note.append(signer.line(text));
    }
    return note.toString();
  }
}
