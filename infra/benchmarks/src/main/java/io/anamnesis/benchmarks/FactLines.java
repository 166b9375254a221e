package io.anamnesis.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;

/**
 * Facts as a hospital's systems tell them, one CloudEvent a line, made while they are sent: a customer is registered, then
 * two dozen facts about this one or an earlier one follow. Three in eight carry something personal.
 */
final class FactLines {
  static final int PER_CUSTOMER = 25;
  private static final int LINES_PER_PIECE = 200;

  private record Template(String type, String data) {}

  private static final Template REGISTERED = new Template("customer.registered", """
      {"name":"张三","phone":"13800138000","email":"z@example.org","gender":"female","birthDate":"1990-02-28",\
      "address":"上海市徐汇区","site":"shanghai","channel":"wecom"}""");

  private static final List<Template> OTHERS = List.of(
      new Template("visit.completed", """
          {"visitId":"V-77","site":"shanghai","kind":"outpatient","department":"obstetrics"}"""),
      new Template(Facts.TYPE, Facts.PAYLOAD),
      new Template("message.received", """
          {"channel":"wecom","text":"您好，请问产后康复什么时候可以预约？"}"""),
      new Template("signin.made", """
          {"channel":"wecom"}"""),
      new Template("content.viewed", """
          {"content":"K-1","channel":"wecom"}"""),
      new Template("health.noted", """
          {"kind":"allergy","text":"青霉素"}"""),
      new Template("measurement.taken", """
          {"metric":"blood-pressure","components":[{"metric":"systolic","value":120,"unit":"mm[Hg]"},\
          {"metric":"diastolic","value":80,"unit":"mm[Hg]"}]}"""),
      new Template("call.received", """
          {"phone":"13800138000","about":"改约"}"""));

  private final int number;
  private final long lines;
  private final Random random;

  /** @param number of the import: other numbers give other facts about other customers */
  FactLines(int number, long lines) {
    this.number = number;
    this.lines = lines;
    this.random = new Random(number);
  }

  InputStream stream() {
    return new SequenceInputStream(new Pieces());
  }

  private String line(long index) {
    long customers = index / PER_CUSTOMER + 1;
    boolean isNew = index % PER_CUSTOMER == 0;
    long customer = isNew ? customers : random.nextLong(customers) + 1;
    Template template = isNew ? REGISTERED : OTHERS.get((int) (index % OTHERS.size()));
    // Glued by hand: a formatter's time would be seen in the figures.
    return "{\"specversion\":\"1.0\",\"id\":\"F-" + number + "-" + index
        + "\",\"source\":\"/his/shanghai\",\"time\":\"2026-03-01T10:15:00+08:00\",\"type\":\"" + template.type
        + "\",\"subject\":\"C-" + number + "-" + customer + "\",\"data\":" + template.data + "}\n";
  }

  /** Made when they are read: the whole would not fit in memory. */
  private final class Pieces implements Enumeration<InputStream> {
    private long next;

    @Override
    public boolean hasMoreElements() {
      return next < lines;
    }

    @Override
    public InputStream nextElement() {
      StringBuilder piece = new StringBuilder();
      for (int i = 0; i < LINES_PER_PIECE && next < lines; i++) {
        piece.append(line(next));
        next++;
      }
      return new ByteArrayInputStream(piece.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
