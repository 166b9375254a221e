package io.anamnesis.projections;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.annotation.Annotation;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;

/**
 * Writes plain records: an object of the components, or, where one text is the whole value, that text. Plain is one that
 * databind writes so by its own rules, without any annotation that might tell it otherwise.
 */
final class RecordText implements JsonText.Form {
  /** What comes before each value. */
  private final String[] heads;
  /** The values, read without reflection. */
  private final List<Function<Object, @Nullable Object>> components;
  /** What each component's last value was written by, of whichever thread. */
  private final JsonText.@Nullable Known[] last;
  private final JsonText values;

  private RecordText(String[] heads, List<Function<Object, @Nullable Object>> components, JsonText values) {
    this.heads = heads;
    this.components = components;
    this.last = new JsonText.@Nullable Known[heads.length];
    this.values = values;
  }

  /** The form of a record's class; null where it is not plain. */
  static JsonText.@Nullable Form of(Class<?> type, JsonText values) {
    Set<Class<?>> told = annotations(type);
    if (told.isEmpty()) {
      return isOfItsComponents(type, values.databind()) ? object(type, values) : null;
    }
    return Set.of(JsonValue.class, JsonCreator.class).containsAll(told) ? text(type) : null;
  }

  @Override
  public void append(StringBuilder text, Object record) {
    for (int i = 0; i < heads.length; i++) {
      text.append(heads[i]);
      Object value = components.get(i).apply(record);
      if (value == null) {
        text.append("null");
      } else {
        form(i, value).append(text, value);
      }
    }
    text.append('}');
  }

  private JsonText.Form form(int component, Object value) {
    JsonText.Known known = last[component];
    if (known == null || !known.suits(value)) {
      known = values.known(value);
      last[component] = known;
    }
    return known.form();
  }

  private static JsonText.@Nullable Form object(Class<?> type, JsonText values) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 0) {
      return null;
    }
    String[] heads = new String[components.length];
    List<Function<Object, @Nullable Object>> readers = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      StringBuilder head = new StringBuilder(i == 0 ? "{" : ",");
      JsonText.quote(head, components[i].getName());
      heads[i] = head.append(':').toString();
      readers.add(reader(type, components[i].getAccessor()));
    }
    return new RecordText(heads, List.copyOf(readers), values);
  }

  private static JsonText.@Nullable Form text(Class<?> type) {
    List<Method> whole = Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonValue.class)).toList();
    if (whole.size() != 1 || whole.getFirst().getReturnType() != String.class) {
      return null;
    }
    Function<Object, @Nullable Object> reader = reader(type, whole.getFirst());
    return (text, record) -> {
      if (reader.apply(record) instanceof String value) {
        JsonText.quote(text, value);
      } else {
        text.append("null");
      }
    };
  }

  /** A method of the record as a function of its own, which costs a call and no look-up. */
  @SuppressWarnings("unchecked") // as it is made here
  private static Function<Object, @Nullable Object> reader(Class<?> type, Method method) {
    try {
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      MethodHandle accessor = inside.unreflect(method);
      CallSite site = LambdaMetafactory.metafactory(inside, "apply", MethodType.methodType(Function.class),
          MethodType.methodType(Object.class, Object.class), accessor, accessor.type().wrap());
      return (Function<Object, @Nullable Object>) site.getTarget().invoke();
    } catch (Throwable hidden) { // what a handle may throw
      throw new IllegalStateException(method + " cannot be read", hidden);
    }
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
