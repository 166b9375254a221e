package io.anamnesis.eventstore.personal;

import java.util.NavigableMap;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Keys in a token. A token that was away is opened anew when it is asked for again. */
final class KekInToken implements KeptKek {
  private final KekSource.InToken source;
  private @Nullable Token opened;
  private volatile boolean hadKeys;

  KekInToken(KekSource.InToken source) {
    this.source = source;
  }

  @Override
  public boolean exists() {
    return !keys().isEmpty();
  }

  @Override
  public void make() {
    token().generate(1);
  }

  @Override
  public TokenKeys read() {
    NavigableMap<Integer, SecretKey> keys = keys();
    if (keys.isEmpty()) {
      IllegalStateException missing =
          new IllegalStateException("the key-encryption key is missing: there must be " + where());
      reopenNext();
      // A token that is plugged out may be an empty one to its library.
      throw hadKeys ? new TokenUnavailable(source.toString(), missing) : missing;
    }
    hadKeys = true;
    TokenKeys read = new TokenKeys(source.toString(), token().provider(), keys);
    read.requireUsable();
    return read;
  }

  /** Numbers only rise while a key is there, and a number that is given again after all were lost has wrapped nothing that is left. */
  @Override
  public TokenKeys renewed(WrappingKeys now, Consumer<byte[]> announced) {
    int next = ((TokenKeys) now).primary() + 1;
    announced.accept(TokenKeys.prefix(next));
    token().generate(next);
    return read();
  }

  @Override
  public void dropOthers(WrappingKeys all) {
    ((TokenKeys) all).others().forEach(token()::destroy);
  }

  @Override
  public String where() {
    return "a key " + source.label() + "-<number> in the token of " + source;
  }

  private synchronized NavigableMap<Integer, SecretKey> keys() {
    try {
      return token().keys();
    } catch (TokenUnavailable stale) {
      opened = null;
      return token().keys();
    }
  }

  private synchronized void reopenNext() {
    opened = null;
  }

  private synchronized Token token() {
    Token ready = opened == null ? reopened() : opened;
    opened = ready;
    return ready;
  }

  private Token reopened() {
    try {
      return Token.open(source);
    } catch (IllegalStateException refused) {
      // What was told was good for it before.
      throw hadKeys ? new TokenUnavailable(source.toString(), refused) : refused;
    }
  }
}
