package io.anamnesis.command.loyalty.programme;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.loyalty.Programme;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference has a section for every record of a programme, and a row for every member, in their order. */
class ProgrammeReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/programme.md");
  private static final Pattern MEMBER = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern TEXT = Pattern.compile("`(\\w+)`");

  @Test
  void the_reference_has_every_member_of_every_record_and_no_other() throws IOException {
    Set<Class<?>> records = records(Programme.class, new LinkedHashSet<>());
    assertThat(records).hasSizeGreaterThan(3);
    for (Class<?> record : records) {
      assertThat(found(MEMBER, section(record.getSimpleName()))).as(record.getSimpleName())
          .containsExactlyElementsOf(Stream.of(record.getRecordComponents()).map(RecordComponent::getName).toList());
    }
  }

  @Test
  void the_reference_names_every_text_that_conditions_see() throws IOException {
    String conditions = section("Conditions");
    assertThat(found(TEXT, conditions.substring(conditions.indexOf("- Texts:")))).containsAll(Condition.TEXTS);
  }

  private static Set<Class<?>> records(Class<?> record, Set<Class<?>> all) {
    all.add(record);
    for (RecordComponent component : record.getRecordComponents()) {
      Type type = component.getGenericType() instanceof ParameterizedType list
          ? list.getActualTypeArguments()[0]
          : component.getType();
      if (type instanceof Class<?> nested && nested.isRecord() && !all.contains(nested)) {
        records(nested, all);
      }
    }
    return all;
  }

  private static String section(String title) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + title + "\n");
    assertThat(start).as(title).isPositive();
    int end = page.indexOf("\n## ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
