package io.anamnesis.web;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The languages of human words. Codes are never translated. */
public enum Language {
  ZH_CN("zh-CN"), EN("en");

  public static final Language DEFAULT = ZH_CN;

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  public String tag() {
    return tag;
  }

  public Locale locale() {
    return Locale.forLanguageTag(tag);
  }

  /** The best of an {@code Accept-Language} header; the default where it is absent, malformed or names none of ours. */
  public static Language of(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.isBlank()) {
      return DEFAULT;
    }
    for (Locale.LanguageRange range : ranges(acceptLanguage)) {
      String primary = range.getRange().split("-", 2)[0];
      if (range.getWeight() > 0 && primary.equals("en")) {
        return EN;
      }
      if (range.getWeight() > 0 && (primary.equals("zh") || primary.equals("*"))) {
        return ZH_CN;
      }
    }
    return DEFAULT;
  }

  private static List<Locale.LanguageRange> ranges(String acceptLanguage) {
    try {
      return Locale.LanguageRange.parse(acceptLanguage);
    } catch (IllegalArgumentException malformed) {
      return List.of();
    }
  }
}
