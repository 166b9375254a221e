package io.anamnesis.web;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Switches loggers off that would write addresses, and with them customers' numbers; anything set from outside comes
 * first. Here and not in {@code defaults.properties}: levels are set before the first configuration class is read.
 */
final class QuietLogs implements EnvironmentPostProcessor {
  private static final Map<String, Object> LEVELS =
      Map.of("logging.level.org.springframework.web.servlet.PageNotFound", "off");

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
    environment.getPropertySources().addLast(new MapPropertySource("quiet logs", LEVELS));
  }
}
