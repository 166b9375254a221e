package io.anamnesis.web;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.insight.SchemaEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.reads.ReadLog;
import io.anamnesis.web.reads.SiteCover;

/**
 * Opens the log on the database that {@code ANAMNESIS_DB_URL}, {@code _USER} and {@code _PASSWORD} name, and the keys ({@link KeyBeans});
 * imported by each side, once where both run in one process.
 */
@Configuration(proxyBeanMethods = false)
@Import(KeyBeans.class)
public class LogBeans {
  /** For twenty million reads. */
  private static final long READS_IDENTITY_MEMORY = 64 << 20;

  /** For everything but the log and the keys: read models, tokens. */
  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(@Value("${anamnesis.db.url:}") String url, @Value("${anamnesis.db.user:}") String user,
      @Value("${anamnesis.db.password:}") String password, @Value("${anamnesis.db.pool-size:16}") int size) {
    return pool("anamnesis", url, user, password, size);
  }

  /** The log's own: a slow read model never keeps a writer waiting. */
  @Bean(destroyMethod = "close", defaultCandidate = false)
  HikariDataSource logDataSource(@Value("${anamnesis.db.url:}") String url, @Value("${anamnesis.db.user:}") String user,
      @Value("${anamnesis.db.password:}") String password, @Value("${anamnesis.db.log-pool-size:8}") int size) {
    return pool("anamnesis-log", url, user, password, size);
  }

  /** {@code anamnesis.log.identity-memory}, to know by heart which ids the log has, as {@code 512MB}. */
  @Bean(destroyMethod = "close")
  PostgresEventLog eventLog(@Qualifier("logDataSource") DataSource database, Environment environment) {
    LogConfiguration standard = LogConfiguration.of(database);
    DataSize memory = Binder.get(environment).bind("anamnesis.log.identity-memory", DataSize.class)
        .orElse(DataSize.ofBytes(standard.identityMemory()));
    return PostgresEventLog.open(standard.withIdentityMemory(memory.toBytes()));
  }

  /**
   * The reads' log's own. {@code ANAMNESIS_READS_DB_URL}, {@code _USER} and {@code _PASSWORD} name a database of its own, so that
   * who may change the log may not change it; without them it is in the log's database.
   */
  @Bean(destroyMethod = "close", defaultCandidate = false)
  HikariDataSource readsDataSource(Environment environment,
      @Value("${anamnesis.db.reads-pool-size:6}") int size) {
    String own =
        environment.getProperty("anamnesis.reads.db.url", "").isBlank() ? "anamnesis.db." : "anamnesis.reads.db.";
    return pool("anamnesis-reads", environment.getProperty(own + "url", ""), environment.getProperty(own + "user", ""),
        environment.getProperty(own + "password", ""), size);
  }

  /** Who was shown whose data. Waits for the log only so that two migrations never run at once. */
  @Bean(destroyMethod = "close", defaultCandidate = false)
  PostgresEventLog readsLog(@Qualifier("readsDataSource") DataSource database, EventLog log) {
    LogConfiguration standard = LogConfiguration.of(database);
    return PostgresEventLog.open(standard.withSchema(LogSchema.READS)
        .withIdentityMemory(Math.min(standard.identityMemory(), READS_IDENTITY_MEMORY)));
  }

  @Bean
  ReadLog readLog(@Qualifier("readsLog") EventLog reads, EventLog log, PersonalData personalData,
      ObjectProvider<Clock> clocks) {
    return new ReadLog(reads, log, personalData, clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  MaySee maySee(EventLog log, EventDecoder decoder) {
    return new MaySee(new SiteCover(log, decoder));
  }

  @Bean
  EventCatalogue eventCatalogue() {
    return EventCatalogue.standard();
  }

  @Bean
  EventDecoder eventDecoder(EventCatalogue catalogue) {
    return new EventDecoder(catalogue);
  }

  /** {@code ANAMNESIS_RECONCILIATION_ZONE}: in which the days of the reconciliation begin and end; the same for both sides. */
  @Bean
  BusinessDays businessDays(@Value("${anamnesis.reconciliation.zone:Asia/Shanghai}") String zone) {
    try {
      return new BusinessDays(ZoneId.of(zone));
    } catch (DateTimeException unknown) {
      throw new IllegalStateException("ANAMNESIS_RECONCILIATION_ZONE is no time zone: " + zone, unknown);
    }
  }

  /** One for all followers and policies of the process. */
  @Bean
  LogTail logTail(EventLog log, EventDecoder decoder) {
    return new LogTail(log, decoder);
  }

  /** The versions of the loyalty programme, as the log tells them; one for all who ask in this process. */
  @Bean
  LogRegister<Programmes> programmes(EventLog log, LogTail tail, EventDecoder decoder) {
    return new LogRegister<>(log, tail, decoder, Set.of(ProgrammeEvent.class), Programmes.standard(), Programmes::with);
  }

  /** What is registered of types {@code x.…}; one for all who ask in this process. */
  @Bean
  LogRegister<EventSchemas> eventSchemas(EventLog log, LogTail tail, EventDecoder decoder) {
    return new LogRegister<>(log, tail, decoder, Set.of(SchemaEvent.class), EventSchemas.NONE, EventSchemas::with);
  }

  static HikariDataSource pool(String name, String url, String user, String password, int size) {
    if (url.isBlank()) {
      throw new IllegalStateException("no database is configured: set ANAMNESIS_DB_URL, for example "
          + "jdbc:postgresql://localhost:5432/anamnesis, ANAMNESIS_DB_USER and ANAMNESIS_DB_PASSWORD");
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    if (!user.isBlank()) {
      config.setUsername(user);
      config.setPassword(password);
    }
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(2, size));
    return new HikariDataSource(config);
  }
}
