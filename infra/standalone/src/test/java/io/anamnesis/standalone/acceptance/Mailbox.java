package io.anamnesis.standalone.acceptance;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A mail server on this machine. */
final class Mailbox implements AutoCloseable {
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  Mailbox() {
    server.start();
  }

  int port() {
    return server.getSmtp().getPort();
  }

  /** @param text of its first part */
  record Mail(String to, String subject, String id, String text, String fileName, byte[] file) {}

  List<Mail> received() {
    return Arrays.stream(server.getReceivedMessages()).map(Mailbox::read).toList();
  }

  private static Mail read(MimeMessage message) {
    try {
      List<BodyPart> leaves = new ArrayList<>();
      collect((Multipart) message.getContent(), leaves);
      BodyPart file = leaves.stream().filter(Mailbox::isFile).findFirst().orElseThrow();
      BodyPart text = leaves.stream().filter(part -> !isFile(part)).findFirst().orElseThrow();
      return new Mail(message.getAllRecipients()[0].toString(), message.getSubject(), message.getMessageID(),
          text.getContent().toString(), file.getFileName(), file.getInputStream().readAllBytes());
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFile(BodyPart part) {
    try {
      return part.getFileName() != null;
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(Multipart several, List<BodyPart> leaves) throws MessagingException, IOException {
    for (int i = 0; i < several.getCount(); i++) {
      if (several.getBodyPart(i).getContent() instanceof Multipart inner) {
        collect(inner, leaves);
      } else {
        leaves.add(several.getBodyPart(i));
      }
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
