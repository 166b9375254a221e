package io.anamnesis.query.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Thrift's compact protocol, as far as Parquet's own structures need it: a struct is begun and ended, its fields come in
 * ascending order of their ids.
 */
final class ThriftOutput {
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int LONG_LIST = 15;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Deque<Integer> outerFields = new ArrayDeque<>();
  private int lastField;

  /** A struct that is no field: the outermost one, or an element of a list. */
  ThriftOutput struct(Consumer<ThriftOutput> fields) {
    outerFields.push(lastField);
    lastField = 0;
    fields.accept(this);
    bytes.write(0);
    lastField = outerFields.pop();
    return this;
  }

  ThriftOutput struct(int field, Consumer<ThriftOutput> fields) {
    header(field, STRUCT);
    return struct(fields);
  }

  ThriftOutput emptyStruct(int field) {
    return struct(field, none -> {});
  }

  ThriftOutput i32(int field, int value) {
    header(field, I32);
    zigzag(value);
    return this;
  }

  ThriftOutput i64(int field, long value) {
    header(field, I64);
    zigzag(value);
    return this;
  }

  ThriftOutput flag(int field, boolean value) {
    header(field, value ? TRUE : FALSE);
    return this;
  }

  ThriftOutput text(int field, String value) {
    return binary(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ThriftOutput binary(int field, byte[] value) {
    header(field, BINARY);
    rawBinary(value);
    return this;
  }

  ThriftOutput enums(int field, int... values) {
    listHeader(field, values.length, I32);
    for (int value : values) {
      zigzag(value);
    }
    return this;
  }

  ThriftOutput texts(int field, Collection<String> values) {
    listHeader(field, values.size(), BINARY);
    values.forEach(value -> rawBinary(value.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  <T> ThriftOutput structs(int field, Collection<T> elements, Consumer<T> write) {
    listHeader(field, elements.size(), STRUCT);
    elements.forEach(write);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void header(int field, int type) {
    int delta = field - lastField;
    if (delta < 1 || delta > 15) {
      throw new IllegalStateException("field " + field + " cannot follow field " + lastField);
    }
    bytes.write(delta << 4 | type);
    lastField = field;
  }

  private void listHeader(int field, int size, int elementType) {
    header(field, LIST);
    if (size < LONG_LIST) {
      bytes.write(size << 4 | elementType);
    } else {
      bytes.write(LONG_LIST << 4 | elementType);
      varint(size);
    }
  }

  private void rawBinary(byte[] value) {
    varint(value.length);
    bytes.writeBytes(value);
  }

  private void zigzag(long value) {
    varint(value << 1 ^ value >> 63);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
