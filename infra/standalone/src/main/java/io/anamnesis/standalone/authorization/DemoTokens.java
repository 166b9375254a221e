package io.anamnesis.standalone.authorization;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token for each role in a file, renewed at each start, for all sites; and in another one that of a second member of staff, as
 * some decisions take two persons.
 */
public final class DemoTokens {
  private static final Duration LIFE = Duration.ofDays(7);

  private final DataFolder folder;
  private final JwtEncoder encoder;
  private final Clock clock;

  DemoTokens(DataFolder folder, JwtEncoder encoder, Clock clock) {
    this.folder = folder;
    this.encoder = encoder;
    this.clock = clock;
  }

  public void renew(String issuer) throws IOException {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      tokens.put(role.scope(), token(role.client(), role, issuer));
    }
    DataFolder.writePrivately(folder.demoApprover(), JsonMapper.shared()
        .writeValueAsString(Map.of(Role.STAFF.scope(), token("demo-approver", Role.STAFF, issuer))) + "\n");
    DataFolder.writePrivately(folder.demoTokens(), JsonMapper.shared().writeValueAsString(tokens) + "\n");
  }

  private String token(String subject, Role role, String issuer) {
    Instant now = clock.instant();
    return encoder.encode(JwtEncoderParameters.from(JwtClaimsSet.builder().issuer(issuer).subject(subject)
        .claim("scope", role.scope()).issuedAt(now).expiresAt(now.plus(LIFE)).build())).getTokenValue();
  }
}
