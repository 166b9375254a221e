package io.anamnesis.standalone.acceptance;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** An issuer of tokens for tests. */
@Configuration(proxyBeanMethods = false)
class TestTokens {
  private static final SecretKey KEY =
      new SecretKeySpec("only for tests, only for tests, only".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

  @Bean
  JwtDecoder jwtDecoder() {
    return NimbusJwtDecoder.withSecretKey(KEY).macAlgorithm(MacAlgorithm.HS256).build();
  }

  static String token(String scope) {
    return token(scope, "test-" + scope);
  }

  /** @param person the token's subject */
  static String token(String scope, String person) {
    return token(scope, person, List.of());
  }

  /** @param sites that the token is limited to; none: it covers all */
  static String token(String scope, String person, List<String> sites) {
    JwtClaimsSet.Builder told = claims(scope, person, Instant.now().plusSeconds(3_600));
    return signed(sites.isEmpty() ? told.build() : told.claim("sites", sites).build());
  }

  static String token(String scope, String person, Instant expiry) {
    return signed(claims(scope, person, expiry).build());
  }

  private static JwtClaimsSet.Builder claims(String scope, String person, Instant expiry) {
    return JwtClaimsSet.builder().subject(person).claim("scope", scope).issuedAt(expiry.minusSeconds(3_600))
        .expiresAt(expiry);
  }

  private static String signed(JwtClaimsSet claims) {
    return new NimbusJwtEncoder(new ImmutableSecret<>(KEY))
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims)).getTokenValue();
  }
}
