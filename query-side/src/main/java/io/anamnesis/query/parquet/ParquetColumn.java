package io.anamnesis.query.parquet;

/** A column of a flat table; every value may be null. */
public record ParquetColumn(String name, Kind kind) {
  static final int DECIMAL_BYTES = 16;
  static final int DECIMAL_PRECISION = 38;
  static final int DECIMAL_SCALE = 10;

  /** What a column holds, and as which Java value it is given. */
  public enum Kind {
    /** A {@link String}, as UTF-8. */
    TEXT(Physical.BYTE_ARRAY),
    /** A {@link Long}. */
    INTEGER(Physical.INT64),
    /** A {@link java.math.BigDecimal} of at most 28 digits before and 10 after the point. */
    DECIMAL(Physical.FIXED_LEN_BYTE_ARRAY),
    /** A {@link Boolean}. */
    BOOLEAN(Physical.BOOLEAN),
    /** An {@link java.time.Instant}; finer than a microsecond is cut off. */
    TIMESTAMP(Physical.INT64),
    /** A {@link java.time.LocalDate}. */
    DATE(Physical.INT32);

    private final Physical physical;

    Kind(Physical physical) {
      this.physical = physical;
    }

    Physical physical() {
      return physical;
    }
  }

  /** How a value lies in the file; by the numbers of the format. */
  enum Physical {
    BOOLEAN(0), INT32(1), INT64(2), BYTE_ARRAY(6), FIXED_LEN_BYTE_ARRAY(7);

    private final int number;

    Physical(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /** The format's {@code SchemaElement}; the older {@code ConvertedType} is told as well, since many readers know it alone. */
  void describe(ThriftOutput out) {
    out.struct(element -> {
      element.i32(1, kind.physical.number);
      if (kind == Kind.DECIMAL) {
        element.i32(2, DECIMAL_BYTES);
      }
      element.i32(3, 1).text(4, name);
      switch (kind) {
        case TEXT -> element.i32(6, 0).struct(10, logical -> logical.emptyStruct(1));
        case DECIMAL -> element.i32(6, 5).i32(7, DECIMAL_SCALE).i32(8, DECIMAL_PRECISION).struct(10,
            logical -> logical.struct(5, decimal -> decimal.i32(1, DECIMAL_SCALE).i32(2, DECIMAL_PRECISION)));
        case DATE -> element.i32(6, 6).struct(10, logical -> logical.emptyStruct(6));
        case TIMESTAMP -> element.i32(6, 10).struct(10, logical -> logical.struct(8,
            timestamp -> timestamp.flag(1, true).struct(2, unit -> unit.emptyStruct(2))));
        case INTEGER, BOOLEAN -> {
          // The physical type says it all.
        }
      }
    });
  }
}
