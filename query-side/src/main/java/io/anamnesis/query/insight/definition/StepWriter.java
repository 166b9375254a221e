package io.anamnesis.query.insight.definition;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.declared.DeclaredProjection;
import io.anamnesis.projections.declared.DryRun;

/** Writes the steps of a dry run as they come: as a JSON array, or a line each. */
final class StepWriter implements DryRun.Viewer {
  private final DeclaredProjection projection;
  private final boolean lines;
  private final OutputStream out;
  private boolean begun;
  private int steps;

  StepWriter(DeclaredProjection projection, boolean lines, OutputStream out) {
    this.projection = projection;
    this.lines = lines;
    this.out = new BufferedOutputStream(out, 1 << 16);
  }

  /**
   * What an event did. It does not say where the log holds it: the position would lead from the customer's number, which who
   * asked has, to the pseudonym in exports and rows, which must not be told apart by it.
   *
   * @param event the number of the step, from 1
   * @param state its fields after the event
   * @param cells what the customer adds to the figures after the event
   * @param refusal why the event could not be folded, and nothing after it is; null where it could
   */
  record Line(int event, String type, Instant occurredAt, Map<String, @Nullable Object> state,
      List<Map<String, @Nullable Object>> cells, @Nullable String refusal) {}

  @Override
  public void see(DryRun.Step step) throws IOException {
    write(begun ? lines ? "\n" : "," : lines ? "" : "[");
    begun = true;
    out.write(RowWords.json(new Line(++steps, step.type(), step.occurredAt(),
        RowWords.of(projection.fieldsOf(step.state())), RowWords.of(projection.cellsOf(step.state())),
        step.refusal())));
  }

  void end() throws IOException {
    write(lines ? begun ? "\n" : "" : begun ? "]" : "[]");
    out.flush();
  }

  private void write(String frame) throws IOException {
    out.write(frame.getBytes(StandardCharsets.US_ASCII));
  }
}
