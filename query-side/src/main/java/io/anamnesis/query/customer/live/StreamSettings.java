package io.anamnesis.query.customer.live;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * @param most streams that may be open in a process; zero for none at all
 * @param heartbeat a stream that is quiet for so long says so
 * @param longest a stream ends after it; its reader comes again, and is looked at and recorded again
 * @param retry how soon a reader who was cut off is to come again
 */
record StreamSettings(int most, Duration heartbeat, Duration longest, Duration retry) {

  StreamSettings {
    if (most < 0 || heartbeat.toMillis() < 1 || longest.toMillis() < 1 || retry.isNegative()) {
      throw new IllegalStateException(
          "anamnesis.streams.most is zero or more, and so is .retry; .heartbeat and .longest are"
              + " a millisecond or more");
    }
  }

  /** By {@code anamnesis.streams.most}, {@code .heartbeat}, {@code .longest} and {@code .retry}. */
  static StreamSettings of(Environment environment) {
    Binder binder = Binder.get(environment);
    return new StreamSettings(binder.bind("anamnesis.streams.most", Integer.class).orElse(1_000),
        duration(binder, "heartbeat", Duration.ofSeconds(15)), duration(binder, "longest", Duration.ofHours(1)),
        duration(binder, "retry", Duration.ofSeconds(2)));
  }

  private static Duration duration(Binder binder, String name, Duration standard) {
    return binder.bind("anamnesis.streams." + name, Duration.class).orElse(standard);
  }
}
