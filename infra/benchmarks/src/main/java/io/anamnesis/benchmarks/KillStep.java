package io.anamnesis.benchmarks;

/** A step of the rebuild of one view, and what makes the server wait there. */
enum KillStep {
  CLEAR("before the tables are emptied", "portrait", """
      create trigger step before truncate on views.portrait_g%d execute function step()"""),
  LINES("in the middle of the scan, at lines", "ledger", """
      create trigger step before insert on views.ledger_g%d_line execute function step()"""),
  ROWS("before the rows", "portrait", """
      create trigger step before insert on views.portrait_g%d execute function step()"""),
  TOKENS("between the rows and their tokens", "portrait", """
      create trigger step before update on views.segment for each row
        when (new.name = 'portrait' and new.generation = %d and new.position > 0) execute function step()"""),
  KEYS("before the keys", "portrait", """
      create event trigger step on ddl_command_start execute function step_to_keys()"""),
  LEVEL("when it has caught up", "portrait", """
      create trigger step before update on views.generation for each row
        when (new.name = 'portrait' and new.generation = %d and new.state = 'candidate') execute function step()"""),
  SWAP("before the swap", "portrait", """
      create trigger step before update on views.projection for each row
        when (new.name = 'portrait' and new.active = %d) execute function step()""");

  private final String told;
  private final String view;
  private final String trigger;

  KillStep(String told, String view, String trigger) {
    this.told = told;
    this.view = view;
    this.trigger = trigger;
  }

  /** For people. */
  String told() {
    return told;
  }

  /** Whose rebuild waits. */
  String view() {
    return view;
  }

  /** @param generation that is built of the view */
  @SuppressWarnings("AnnotateFormatMethod") // what the database is told stands at the top
  String trigger(int generation) {
    return trigger.contains("%d") ? trigger.formatted(generation) : trigger;
  }
}
