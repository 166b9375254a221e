package io.anamnesis.projections;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;

/**
 * The forms of plain records: an object of the components, or, where one text is the whole value, that text. Plain is one that
 * databind writes so by its own rules, without any annotation that might tell it otherwise.
 */
final class RecordText {

  private RecordText() {}

  /** The form of a record's class; null where it is not plain. */
  static JsonText.@Nullable Form of(Class<?> type, JsonText values) {
    Set<Class<?>> told = annotations(type);
    if (told.isEmpty()) {
      boolean plain = type.getRecordComponents().length > 0 && isOfItsComponents(type, values.databind());
      return plain ? RecordCode.of(type, values) : null;
    }
    return Set.of(JsonValue.class, JsonCreator.class).containsAll(told) ? text(type, values) : null;
  }

  private static JsonText.@Nullable Form text(Class<?> type, JsonText values) {
    List<Method> whole = Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonValue.class)).toList();
    if (whole.size() != 1 || whole.getFirst().getReturnType() != String.class) {
      return null;
    }
    return RecordCode.of(type, values, whole.getFirst());
  }

  private static boolean isOfItsComponents(Class<?> type, JsonMapper databind) {
    List<String> properties = new ArrayList<>();
    databind.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base() {
      @Override
      public JsonObjectFormatVisitor expectObjectFormat(JavaType object) {
        return new JsonObjectFormatVisitor.Base(getContext()) {
          @Override
          public void property(BeanProperty property) {
            properties.add(property.getName());
          }

          @Override
          public void optionalProperty(BeanProperty property) {
            properties.add(property.getName());
          }
        };
      }
    });
    return properties.equals(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  /** The kinds of annotations by which databind is told anything about a class, its supertypes or their members. */
  private static Set<Class<?>> annotations(Class<?> type) {
    Set<Class<?>> kinds = new HashSet<>();
    Stream<AnnotatedElement> members = Stream.of(new AnnotatedElement[]{type}, type.getDeclaredMethods(),
        type.getDeclaredFields(), type.getDeclaredConstructors()).flatMap(Arrays::stream);
    members.flatMap(member -> Arrays.stream(member.getAnnotations())).map(Annotation::annotationType)
        .filter(kind -> kind.getPackageName().startsWith("com.fasterxml.jackson")
            || kind.getPackageName().startsWith("tools.jackson"))
        .forEach(kinds::add);
    for (Class<?> above : type.getInterfaces()) {
      kinds.addAll(annotations(above));
    }
    return kinds;
  }
}
