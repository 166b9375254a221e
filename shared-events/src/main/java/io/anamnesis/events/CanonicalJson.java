package io.anamnesis.events;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One byte sequence per JSON value: members sorted by UTF-16 code units and strings escaped as RFC 8785 has it. Numbers
 * are not: they are compared as exact decimals (ADR 7), written as digits without trailing zeros and a power of ten, so
 * that {@code 1}, {@code 1.0} and {@code 10e-1} are all {@code 1}, and {@code 1e999999} costs nothing.
 */
public final class CanonicalJson {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  private CanonicalJson() {}

  /** @throws IllegalArgumentException for what is no JSON value, and for a string with an unpaired surrogate */
  public static byte[] bytes(JsonNode value) {
    var canonical = new CanonicalJson();
    canonical.write(value);
    return canonical.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value);
      case ARRAY -> writeArray(value);
      case STRING -> writeString(value.stringValue());
      case NUMBER -> writeNumber(value.decimalValue());
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
    }
  }

  private void writeObject(JsonNode object) {
    List<String> names = new ArrayList<>(object.propertyNames());
    names.sort(String::compareTo);
    char separator = '{';
    for (String name : names) {
      out.append(separator);
      writeString(name);
      out.append(':');
      write(object.get(name));
      separator = ',';
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }

  private void writeArray(JsonNode array) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(array.get(i));
    }
    out.append(']');
  }

  private void writeNumber(BigDecimal number) {
    if (number.signum() == 0) {
      out.append('0');
      return;
    }
    // By hand on the digits: stripTrailingZeros overflows its scale where the exponent is near its limit.
    String digits = number.unscaledValue().toString();
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    out.append(digits, 0, end);
    long exponent = (long) digits.length() - end - number.scale();
    if (exponent != 0) {
      out.append('e').append(exponent);
    }
  }

  private void writeString(String text) {
    if (Surrogates.areUnpaired(text)) {
      throw new IllegalArgumentException("a string with an unpaired surrogate has no canonical form");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
