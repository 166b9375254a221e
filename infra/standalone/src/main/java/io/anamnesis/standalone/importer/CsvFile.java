package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Mapping.TableRule;
import io.anamnesis.standalone.importer.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Facts from a table by the rules of a mapping. Only the rows of one unit are in memory at a time. */
final class CsvFile implements FactFile {
  private static final int LARGEST_UNIT = 100_000;

  private final DataFile file;
  private final TableRule rule;
  private final Mapping mapping;
  private final Expressions expressions;

  CsvFile(DataFile file, TableRule rule, Mapping mapping, Expressions expressions) {
    this.file = file;
    this.rule = rule;
    this.mapping = mapping;
    this.expressions = expressions;
    // Held against the header now, so that nothing is sent under a mapping that cannot go through.
    try (Table table = Table.open(file, rule.format(), read -> {})) {
      makers(table);
    }
  }

  @Override
  public DataFile file() {
    return file;
  }

  @Override
  public void read(Consumer<Fact> facts, Account account, LongConsumer progress) {
    try (Table table = Table.open(file, rule.format(), progress)) {
      List<FactMaker> makers = makers(table);
      List<Row> unit = new ArrayList<>();
      for (Row row : table) {
        if (!unit.isEmpty() && !belongs(row, unit.getFirst())) {
          make(unit, makers, facts, account);
          unit.clear();
        }
        if (unit.size() == LARGEST_UNIT) {
          throw new CannotImport("The file " + file.fileName() + " has more than " + LARGEST_UNIT
              + " consecutive rows of one group, up to row " + row.number() + ".");
        }
        unit.add(row);
      }
      if (!unit.isEmpty()) {
        make(unit, makers, facts, account);
      }
    }
  }

  private boolean belongs(Row row, Row first) {
    return rule.groupBy() != null && row.get(rule.groupBy().value()).equals(first.get(rule.groupBy().value()));
  }

  private List<FactMaker> makers(Table table) {
    MappingNode.@Nullable Text groupBy = rule.groupBy();
    if (groupBy != null && !table.columns().has(groupBy.value())) {
      throw CannotImport.mapping(mapping.origin().fileName(), groupBy.line(),
          file.fileName() + " has no column '" + groupBy.value() + "'");
    }
    return rule.facts().stream()
        .map(fact -> new FactMaker(fact, table.columns(), expressions, FactTimes.of(mapping))).toList();
  }

  private void make(List<Row> unit, List<FactMaker> makers, Consumer<Fact> facts, Account account) {
    String name = file.fileName();
    account.rowsRead(name, unit.size());
    Optional<Row> faulty = unit.stream().filter(Row::isFaulty).findFirst();
    if (faulty.isPresent()) {
      account.refused(new Refusal(name, faulty.get().number(), "row", null,
          "has another number of cells than the header; nothing was made of it or of its group"));
      return;
    }
    boolean any = false;
    for (FactMaker maker : makers) {
      try {
        Optional<Fact> fact = maker.make(unit, name);
        fact.ifPresent(facts);
        account.ruled(name, maker.name(), fact.isPresent());
        any |= fact.isPresent();
      } catch (RowRefused refused) {
        any = true;
        account.refused(new Refusal(name, unit.getFirst().number(), "mapping", refused.field(), refused.getMessage()));
      }
    }
    if (!any) {
      account.withoutFact(name, unit.size());
    }
  }
}
