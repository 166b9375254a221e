package io.anamnesis.query.customer.live;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.query.customer.TimelineItems;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.web.LogEpoch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Lives as they go on, over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(StreamController.class)
public class StreamConfiguration {

  @Bean
  StreamSettings streamSettings(Environment environment) {
    return StreamSettings.of(environment);
  }

  @Bean
  OpenStreams openStreams(EventLog log, LogTail tail, StreamSettings settings) {
    return new OpenStreams(log, tail, settings.most());
  }

  @Bean
  EventFrames eventFrames(TimelineItems items, LogEpoch epoch, AnswerJson json) {
    return new EventFrames(items, epoch, json);
  }
}
