package io.anamnesis.query.insight.report.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

import io.anamnesis.web.Messages;

/**
 * Mails files by SMTP, each receiver a message of its own. An attempt that was cut off may come again: its {@code Message-ID} is
 * the same.
 */
public final class Mails implements Courier {
  private static final Pattern STATUS = Pattern.compile("(?:^|\\n)\\s*([245][0-9]{2})[ -]");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final JavaMailSender sender;
  private final MailTargets targets;
  private final Messages messages;

  public Mails(JavaMailSender sender, MailTargets targets, Messages messages) {
    this.sender = sender;
    this.targets = targets;
    this.messages = messages;
  }

  @Override
  public void deliver(String target, Parcel parcel) throws NotTaken {
    if (!targets.allows(target)) {
      throw NotTaken.yet("not-allowed");
    }
    try {
      sender.send(message(target, parcel));
    } catch (MailException | MessagingException failed) {
      throw NotTaken.yet(code(failed));
    } catch (IOException failed) {
      throw NotTaken.yet("unreadable");
    }
  }

  private MimeMessage message(String target, Parcel parcel) throws MessagingException, IOException {
    MimeMessage message = sender.createMimeMessage();
    MimeMessageHelper mail = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
    String due = MINUTE.format(parcel.due().atZone(parcel.zone())) + " " + parcel.zone().getId();
    mail.setFrom(targets.from());
    mail.setTo(target);
    mail.setSubject(messages.text(parcel.language(), "report.mail.subject", parcel.title(), due));
    mail.setText(messages.text(parcel.language(), parcel.late() ? "report.mail.late" : "report.mail.text",
        parcel.title(), due, Long.toString(parcel.rows()), Long.toString(parcel.position()), parcel.sha256()));
    mail.addAttachment(parcel.fileName(), () -> parcel.content().open(), parcel.mediaType().split(";", 2)[0]);
    message.setHeader("Message-ID", "<" + parcel.id() + "." + targets.mark(target) + "@anamnesis>");
    message.setHeader("Content-Language", parcel.language().tag());
    // RFC 3834: so that no holiday notice answers.
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** Servers name addresses in what they say: only the status is kept. */
  private static String code(Exception failure) {
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    for (int looked = 0; !open.isEmpty() && looked < 20; looked++) {
      Throwable next = open.remove();
      Matcher status = STATUS.matcher(String.valueOf(next.getMessage()));
      if (status.find()) {
        return "smtp-" + status.group(1);
      }
      if (next instanceof IOException) {
        return "unreachable";
      }
      if (next instanceof MailSendException several) {
        open.addAll(java.util.List.of(several.getMessageExceptions()));
      }
      if (next.getCause() != null) {
        open.add(next.getCause());
      }
    }
    return "smtp";
  }
}
