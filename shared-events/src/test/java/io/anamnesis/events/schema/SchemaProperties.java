package io.anamnesis.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Shape;
import io.anamnesis.events.schema.RandomSchemas.Sample;
import io.anamnesis.events.schema.RandomSchemas.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class SchemaProperties {

  @Property(tries = 2_000)
  void what_is_clear_is_what_a_reader_of_the_schema_would_say(@ForAll long seed) throws InvalidSchema {
    RandomSchemas random = new RandomSchemas(seed);
    List<Wanted> wanted = random.fields();
    ExtensionSchema schema = new ExtensionSchema("x.any", 2, 1, RandomSchemas.schema(wanted).toString(),
        SchemaReader.read(RandomSchemas.schema(wanted)));
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    Map<String, Sample> samples = new HashMap<>();
    for (Wanted field : wanted) {
      if (random.chance()) {
        samples.put(field.name(), random.value());
        data.set(field.name(), samples.get(field.name()).value());
      }
    }
    data.put("nobody's", "13800138000").putNull("nothing");

    ExtensionSchema.Fit fit = schema.fit(data);

    List<String> clear = new ArrayList<>();
    List<String> unfit = new ArrayList<>();
    for (Wanted field : wanted) {
      Sample sample = samples.get(field.name());
      if (sample != null && field.clear()) {
        (meets(field, sample) ? clear : unfit).add(field.name());
      }
    }
    assertThat(fit.shape().known().keySet()).isEqualTo(new TreeSet<>(clear));
    assertThat(fit.shape().known().values()).allMatch(Shape.CLEAR::equals);
    assertThat(fit.unfit()).isEqualTo(unfit);
    assertThat(schema.open().keySet())
        .isEqualTo(new TreeSet<>(wanted.stream().filter(Wanted::clear).map(Wanted::name).toList()));
  }

  /** As the words of JSON Schema have it, of values whose forms are known beforehand. */
  private static boolean meets(Wanted field, Sample sample) {
    boolean form = sample.forms().contains(field.form());
    if (!form || field.form() != FieldForm.TEXT) {
      return form;
    }
    String text = sample.value().stringValue();
    return (field.choices().isEmpty() || field.choices().contains(text))
        && (field.maxLength() == null || text.codePoints().count() <= field.maxLength());
  }
}
