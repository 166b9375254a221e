package io.anamnesis.standalone.authorization;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A client for each role, with a secret made at random at the first start. */
final class DemoClients {
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private DemoClients() {}

  static List<RegisteredClient> of(DataFolder folder) throws IOException {
    Map<String, String> secrets = secrets(folder);
    return Stream.of(Role.values())
        .map(role -> client(role, Objects.requireNonNull(secrets.get(role.client()), role.client()))).toList();
  }

  private static RegisteredClient client(Role role, String secret) {
    // Not hashed: the secret is random, and the file that it comes from lies beside.
    return RegisteredClient.withId(role.client()).clientId(role.client()).clientSecret("{noop}" + secret)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).scope(role.scope())
        .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(TOKEN_LIFE).build()).build();
  }

  private static Map<String, String> secrets(DataFolder folder) throws IOException {
    JsonMapper json = JsonMapper.shared();
    if (Files.exists(folder.demoClients())) {
      return json.readValue(Files.readString(folder.demoClients()), new TypeReference<>() {});
    }
    Map<String, String> secrets = new LinkedHashMap<>();
    SecureRandom random = new SecureRandom();
    for (Role role : Role.values()) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      secrets.put(role.client(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
    DataFolder.writePrivately(folder.demoClients(), json.writeValueAsString(secrets) + "\n");
    return secrets;
  }
}
