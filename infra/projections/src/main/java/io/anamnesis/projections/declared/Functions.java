package io.anamnesis.projections.declared;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What the language has beyond standard CEL: exact decimals, dates, days on a site's clock, and answers to what is absent.
 * All of it is pure.
 */
final class Functions {
  private static final CelType DECIMAL = ValueType.DECIMAL.cel();
  private static final CelType DATE = ValueType.DATE.cel();
  private static final CelType ANY = TypeParamType.create("T");
  private static final CelType OPTIONAL = OptionalType.create(ANY);

  private final SiteClock clock;
  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  Functions(SiteClock clock) {
    this.clock = clock;
    decimals();
    dates();
    onTheClockOfASite();
    extremes();
    absence();
  }

  List<CelFunctionDecl> declarations() {
    return declarations;
  }

  List<CelFunctionBinding> bindings() {
    return bindings;
  }

  private void decimals() {
    unary("decimal", "decimal_string", DECIMAL, SimpleType.STRING, String.class, Decimal::of);
    unary("decimal", "decimal_int", DECIMAL, SimpleType.INT, Long.class, whole -> Decimal.of(whole));
    unary("string", "string_decimal", SimpleType.STRING, DECIMAL, Decimal.class, Decimal::toString);
    unary("-_", "negate_decimal", DECIMAL, DECIMAL, Decimal.class, Decimal::negated);
    binary("_+_", "add_decimal", DECIMAL, DECIMAL, Decimal.class, Decimal::plus);
    binary("_-_", "subtract_decimal", DECIMAL, DECIMAL, Decimal.class, Decimal::minus);
    binary("_*_", "multiply_decimal", DECIMAL, DECIMAL, Decimal.class, Decimal::times);
    comparisons("decimal", DECIMAL, Decimal.class, Decimal::compareTo);
    unary("sum", "sum_decimals", DECIMAL, ListType.create(DECIMAL), Collection.class, Functions::sumOfDecimals);
    unary("sum", "sum_ints", SimpleType.INT, ListType.create(SimpleType.INT), Collection.class,
        Functions::sumOfIntegers);
  }

  private void dates() {
    unary("date", "date_string", DATE, SimpleType.STRING, String.class, LocalDate::parse);
    unary("string", "string_date", SimpleType.STRING, DATE, LocalDate.class, LocalDate::toString);
    comparisons("date", DATE, LocalDate.class, (one, other) -> one.compareTo(other));
    binary("daysBetween", "days_between", SimpleType.INT, DATE, LocalDate.class,
        (from, to) -> ChronoUnit.DAYS.between(from, to));
  }

  private void onTheClockOfASite() {
    local("day", DATE, ZonedDateTime::toLocalDate);
    local("month", SimpleType.STRING, at -> YearMonth.from(at).toString());
    local("year", SimpleType.INT, at -> (long) at.getYear());
    local("weekday", SimpleType.INT, at -> (long) at.getDayOfWeek().getValue());
    local("hour", SimpleType.INT, at -> (long) at.getHour());
  }

  /** With the standard zone, the zone of a site, and that of a site that may not be told. */
  @SuppressWarnings("Immutable")
  private void local(String name, CelType result, Function<ZonedDateTime, Object> part) {
    declare(name, name + "_timestamp", result, SimpleType.TIMESTAMP);
    bindings.add(CelFunctionBinding.from(name + "_timestamp", Instant.class,
        at -> part.apply(at.atZone(clock.zoneOf(null)))));
    declare(name, name + "_timestamp_site", result, SimpleType.TIMESTAMP, SimpleType.STRING);
    bindings.add(CelFunctionBinding.from(name + "_timestamp_site", Instant.class, String.class,
        (at, site) -> part.apply(at.atZone(clock.zoneOf(site)))));
    declare(name, name + "_timestamp_maybe_site", result, SimpleType.TIMESTAMP,
        OptionalType.create(SimpleType.STRING));
    bindings.add(CelFunctionBinding.from(name + "_timestamp_maybe_site", Instant.class, Optional.class,
        (at, site) -> part.apply(at.atZone(clock.zoneOf((String) site.orElse(null))))));
  }

  private void extremes() {
    extremes("decimal", DECIMAL, Decimal.class);
    extremes("date", DATE, LocalDate.class);
    extremes("int", SimpleType.INT, Long.class);
    extremes("timestamp", SimpleType.TIMESTAMP, Instant.class);
  }

  private <T extends Comparable<? super T>> void extremes(String word, CelType type, Class<T> java) {
    binary("min", "min_" + word, type, type, java, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    binary("max", "max_" + word, type, type, java, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /** As CEL's own library has them, less what could fail; the runtime itself carries out the last two. */
  @SuppressWarnings("Immutable")
  private void absence() {
    declare("optional.of", "optional_of", OPTIONAL, ANY);
    bindings.add(CelFunctionBinding.from("optional_of", Object.class, Optional::of));
    declare("optional.none", "optional_none", OPTIONAL);
    bindings.add(CelFunctionBinding.from("optional_none", List.of(), none -> Optional.empty()));
    declarations.add(CelFunctionDecl.newFunctionDeclaration("hasValue",
        CelOverloadDecl.newMemberOverload("optional_hasValue", SimpleType.BOOL, OPTIONAL)));
    bindings.add(CelFunctionBinding.from("optional_hasValue", Optional.class, Optional::isPresent));
    declarations.add(CelFunctionDecl.newFunctionDeclaration("or",
        CelOverloadDecl.newMemberOverload("optional_or_optional", OPTIONAL, OPTIONAL, OPTIONAL)));
    declarations.add(CelFunctionDecl.newFunctionDeclaration("orValue",
        CelOverloadDecl.newMemberOverload("optional_orValue_value", ANY, OPTIONAL, ANY)));
  }

  private <T> void comparisons(String word, CelType type, Class<T> java, BiFunction<T, T, Integer> order) {
    comparison("_<_", "less_" + word, type, java, (one, other) -> order.apply(one, other) < 0);
    comparison("_<=_", "less_equals_" + word, type, java, (one, other) -> order.apply(one, other) <= 0);
    comparison("_>_", "greater_" + word, type, java, (one, other) -> order.apply(one, other) > 0);
    comparison("_>=_", "greater_equals_" + word, type, java, (one, other) -> order.apply(one, other) >= 0);
  }

  private <T> void comparison(String name, String overload, CelType type, Class<T> java, BiPredicate<T, T> holds) {
    binary(name, overload, SimpleType.BOOL, type, java, holds::test);
  }

  @SuppressWarnings("Immutable") // functions close over nothing that changes
  private <T> void unary(String name, String overload, CelType result, CelType parameter, Class<T> java,
      Function<T, Object> function) {
    declare(name, overload, result, parameter);
    bindings.add(CelFunctionBinding.from(overload, java, function::apply));
  }

  @SuppressWarnings("Immutable")
  private <T> void binary(String name, String overload, CelType result, CelType parameter, Class<T> java,
      BiFunction<T, T, Object> function) {
    declare(name, overload, result, parameter, parameter);
    bindings.add(CelFunctionBinding.from(overload, java, java, function::apply));
  }

  private void declare(String name, String overload, CelType result, CelType... parameters) {
    declarations.add(CelFunctionDecl.newFunctionDeclaration(name,
        CelOverloadDecl.newGlobalOverload(overload, result, parameters)));
  }

  private static Object sumOfDecimals(Collection<?> decimals) {
    Decimal sum = Decimal.ZERO;
    for (Object decimal : decimals) {
      sum = sum.plus((Decimal) decimal);
    }
    return sum;
  }

  private static Object sumOfIntegers(Collection<?> integers) {
    long sum = 0;
    for (Object integer : integers) {
      sum = Math.addExact(sum, (Long) integer);
    }
    return sum;
  }
}
