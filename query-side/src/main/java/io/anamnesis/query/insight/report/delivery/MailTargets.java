package io.anamnesis.query.insight.report.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** To whom files may be mailed, and in whose name: analysts write addresses, operators the domains that they may be of. */
public final class MailTargets {
  /** No comments, no quotes, no internationalised local parts: addresses as people have them. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@((?:[A-Za-z0-9-]{1,63}\\.)*[A-Za-z0-9-]{1,63})");

  private final String from;
  private final Set<String> domains;

  /** @param domains none: nobody is mailed */
  public MailTargets(String from, List<String> domains) {
    this.from = from;
    this.domains =
        domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }

  public String from() {
    return from;
  }

  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  public boolean allows(String address) {
    return isAddress(address) && domains.contains(domain(address));
  }

  /** The address as it may be shown: whose it is stays unsaid. */
  public static String masked(String address) {
    return "***@" + domain(address);
  }

  /** Tells receivers of one file apart, and does not say who they are. */
  String mark(String address) {
    return UUID.nameUUIDFromBytes((from + '\0' + address).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String domain(String address) {
    return address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
