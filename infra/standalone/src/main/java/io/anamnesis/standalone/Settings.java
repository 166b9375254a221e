package io.anamnesis.standalone;

import io.anamnesis.standalone.folder.DataFolder;
import java.util.Map;

/** What an instance in one process sets differently; anything set from outside comes first. */
final class Settings {
  private Settings() {}

  static Map<String, Object> of(DataFolder folder, String address, int port) {
    return Map.ofEntries(Map.entry("server.address", address), Map.entry("server.port", port),
        Map.entry("server.shutdown", "graceful"), Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "10s"),
        Map.entry("spring.application.name", "anamnesis"), Map.entry("spring.main.banner-mode", "off"),
        Map.entry("spring.main.log-startup-info", "false"),
        Map.entry("anamnesis.kek-file", folder.keyEncryptionKey().toString()),
        Map.entry("anamnesis.erasure-list", folder.erasureList().toString()),
        // On the disk that holds the data, not in a memory that is mounted as /tmp.
        Map.entry("anamnesis.rebuild.folder", folder.root().toString()),
        Map.entry("anamnesis.log-key", folder.logKey().toString()),
        Map.entry("anamnesis.reports.webhook.secret-file", folder.keys().resolve("webhook-secret").toString()),
        Map.entry("logging.file.name", folder.logs().resolve("anamnesis.log").toString()),
        Map.entry("logging.logback.rollingpolicy.max-file-size", "10MB"),
        Map.entry("logging.logback.rollingpolicy.max-history", "7"),
        Map.entry("logging.logback.rollingpolicy.total-size-cap", "100MB"),
        // Details are in the file; the terminal shows what a person must know.
        Map.entry("logging.threshold.console", "WARN"), Map.entry("logging.pattern.console", "%-5level %msg%nopex%n"));
  }
}
