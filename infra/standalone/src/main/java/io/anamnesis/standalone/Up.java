package io.anamnesis.standalone;

import io.anamnesis.standalone.authorization.DemoTokens;
import io.anamnesis.standalone.database.EmbeddedDatabase;
import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.folder.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

/** A whole instance in this process: both sides, and a PostgreSQL with its data in the folder. */
final class Up implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final DataFolder folder;
  private final int port;
  private @Nullable FolderLock lock;
  private @Nullable EmbeddedDatabase database;
  private @Nullable ConfigurableApplicationContext context;

  /** @param port 0: any that is free */
  Up(DataFolder folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Returns when it is ready to serve.
   *
   * @param reset whether to begin with an empty folder
   * @throws StartRefused if it cannot start; nothing is left running then once {@link #close} was called
   */
  synchronized URI start(boolean reset) throws StartRefused, IOException {
    requireFreePort();
    Optional<FolderLock> acquired = FolderLock.acquire(folder);
    if (acquired.isEmpty()) {
      throw new StartRefused(StartRefused.FOLDER_IN_USE, "Another instance runs on the folder " + folder.root()
          + ". Stop it first, or choose another folder with --data-dir.");
    }
    lock = acquired.get();
    if (reset) {
      reset();
    }
    folder.create();
    Files.deleteIfExists(folder.demoTokens());
    Files.deleteIfExists(folder.demoApprover());
    Files.deleteIfExists(folder.url());
    try {
      context = application().run();
    } catch (RuntimeException e) {
      if (NestedExceptionUtils.getRootCause(e) instanceof BindException) {
        throw portInUse();
      }
      throw e;
    }
    return ready(context);
  }

  private void reset() throws StartRefused {
    try {
      EmbeddedDatabase.stopOrphan(folder);
      folder.reset();
    } catch (IOException e) {
      throw new StartRefused(StartRefused.FOLDER, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private SpringApplication application() {
    SpringApplication application = new SpringApplication(StandaloneConfiguration.class);
    // The database must end after the context: this class sees to both.
    application.setRegisterShutdownHook(false);
    application.setDefaultProperties(Settings.of(folder, LOOPBACK, port));
    application.addInitializers(fresh -> {
      database = startDatabase();
      fresh.getEnvironment().getPropertySources().addFirst(new MapPropertySource("embedded database",
          Map.of("anamnesis.db.url", database.url(), "anamnesis.db.user", database.user(), "anamnesis.db.password",
              database.password())));
      ((GenericApplicationContext) fresh).registerBean(DataFolder.class, () -> folder);
    });
    return application;
  }

  private EmbeddedDatabase startDatabase() {
    try {
      return EmbeddedDatabase.start(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI ready(ConfigurableApplicationContext started) throws IOException {
    URI url = URI.create("http://" + LOOPBACK + ":" + started.getEnvironment().getProperty("local.server.port"));
    started.getBean(DemoTokens.class).renew(url.toString());
    DataFolder.writePrivately(folder.url(), url + "\n");
    started.getBean(Readiness.class).declare();
    return url;
  }

  /** Asked before anything else starts: nothing need be stopped then. */
  private void requireFreePort() throws StartRefused {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
    } catch (IOException e) {
      throw portInUse();
    }
  }

  private StartRefused portInUse() {
    return new StartRefused(StartRefused.PORT_IN_USE,
        "Port " + port + " is in use by another program. Choose another one with --port N.");
  }

  /**
   * Takes no more requests, lets followers end, then stops PostgreSQL and lets go of the folder, each also when the one
   * before failed. Safe to call at any time, also twice.
   */
  @Override
  public synchronized void close() {
    try {
      closeContext();
    } finally {
      try {
        closeDatabase();
      } finally {
        releaseFolder();
      }
    }
  }

  private void closeContext() {
    if (context != null) {
      ConfigurableApplicationContext closing = context;
      context = null;
      closing.close();
    }
  }

  private void closeDatabase() {
    if (database != null) {
      EmbeddedDatabase closing = database;
      database = null;
      closing.close();
    }
  }

  private void releaseFolder() {
    if (lock != null) {
      // Closed last, and in any case.
      try (FolderLock _ = lock) {
        lock = null;
        Files.deleteIfExists(folder.url());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
