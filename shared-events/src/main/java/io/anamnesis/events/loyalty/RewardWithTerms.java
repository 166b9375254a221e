package io.anamnesis.events.loyalty;

import io.anamnesis.events.RewardId;
import io.anamnesis.events.Upcaster;
import tools.jackson.databind.node.ObjectNode;

/** In revision 1 a reward was had by everybody, for points alone, and nobody said what it costs. */
public record RewardWithTerms(String type) implements Upcaster {
  public static final Upcaster OFFERED = new RewardWithTerms("loyalty.reward-offered");
  public static final Upcaster CHANGED = new RewardWithTerms("loyalty.reward-changed");

  record WithoutTerms(RewardId reward, String name, long points, long stock) {}

  @Override
  public int fromRevision() {
    return 1;
  }

  @Override
  public Class<? extends Record> before() {
    return WithoutTerms.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    payload.putObject("terms");
    return payload;
  }
}
