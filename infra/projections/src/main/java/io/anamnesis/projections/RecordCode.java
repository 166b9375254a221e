package io.anamnesis.projections;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of one class by code of its own: names as constants, each value read by its accessor and handed to the form of
 * its type. A loop over components would call the form of whatever comes next from one place for all records, where the machine
 * foresees nothing; here each call has a place, and most have one target. Where the type of a component leaves open what its
 * value is, the form is looked for, and remembered from one value to the next.
 */
final class RecordCode {
  private static final ClassDesc FORM = describe(JsonText.Form.class);
  private static final ClassDesc FORMS = describe(Forms.class);
  private static final ClassDesc HANDLE = describe(MethodHandle.class);
  private static final ClassDesc TEXT = describe(TextBytes.class);
  private static final ClassDesc BYTES = describe(byte[].class);
  private static final MethodTypeDesc APPEND = MethodTypeDesc.of(CD_void, TEXT, CD_Object);
  private static final Set<Class<?>> PRIMITIVES = Set.of(long.class, int.class, boolean.class);
  private static final int VALUE = 3;

  private final Class<?> type;
  private final JsonText values;
  private final MethodHandles.Lookup inside;
  /** What the code names by number. */
  private final List<Object> constants = new ArrayList<>();

  private RecordCode(Class<?> type, JsonText values) throws IllegalAccessException {
    this.type = type;
    this.values = values;
    this.inside = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  /** The forms of a component whose values may be of several classes: the last one, of whichever thread, is likely to be the next. */
  static final class Forms {
    private final JsonText values;
    private JsonText.Known last;

    private Forms(JsonText values) {
      this.values = values;
      this.last = values.known("");
    }

    JsonText.Form of(Object value) {
      JsonText.Known known = last;
      if (!known.suits(value)) {
        known = values.known(value);
        last = known;
      }
      return known.form();
    }
  }

  /**
   * A form that is not looked for before its first value: it may be that of the record which has the component.
   *
   * @param inLists whether values are lists of the class, and not of the class themselves
   */
  private record Wanted(JsonText values, Class<?> type, boolean inLists) {
    JsonText.Form form() {
      return inLists ? values.listOf(type) : values.of(type).form();
    }
  }

  /** A form that writes all components of a record, by name. */
  static JsonText.Form of(Class<?> type, JsonText values) {
    return form(type, values, RecordCode::writeComponents);
  }

  /**
   * A form that writes one text as the whole value.
   *
   * @param whole tells it
   */
  static JsonText.Form of(Class<?> type, JsonText values, Method whole) {
    return form(type, values, (code, body) -> code.writeWhole(body, whole));
  }

  private static JsonText.Form form(Class<?> type, JsonText values, BiConsumer<RecordCode, CodeBuilder> body) {
    try {
      RecordCode code = new RecordCode(type, values);
      byte[] bytes = code.bytes(body);
      MethodHandles.Lookup form =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(code.constants), true);
      return (JsonText.Form) form.findConstructor(form.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable hidden) { // what a handle may throw
      throw new IllegalStateException(type + " cannot be read", hidden);
    }
  }

  /** Resolves a constant of the code, once. */
  static Object constant(MethodHandles.Lookup form, String name, Class<?> kind, int number)
      throws IllegalAccessException {
    Object known = MethodHandles.classDataAt(form, ConstantDescs.DEFAULT_NAME, Object.class, number);
    return known instanceof Wanted wanted ? wanted.form() : known;
  }

  private byte[] bytes(BiConsumer<RecordCode, CodeBuilder> content) {
    return ClassFile.of().build(describe(RecordCode.class).nested("Of" + type.getSimpleName()),
        form -> form.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC).withInterfaceSymbols(FORM)
            .withMethodBody(INIT_NAME, MTD_void, 0,
                body -> body.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
            .withMethodBody("append", APPEND, ClassFile.ACC_PUBLIC, body -> {
              content.accept(this, body);
              body.return_();
            }));
  }

  private void writeComponents(CodeBuilder body) {
    String before = "{";
    for (RecordComponent component : type.getRecordComponents()) {
      constant(body, before + JsonText.quoted(component.getName()) + ":");
      if (PRIMITIVES.contains(component.getType())) {
        read(body.aload(1), component.getAccessor(), component.getType());
        append(body, describe(component.getType()));
      } else {
        read(body, component.getAccessor(), Object.class);
        orNull(body, some -> writeValue(some, component));
      }
      before = ",";
    }
    constant(body, "}");
  }

  private void writeWhole(CodeBuilder body, Method whole) {
    read(body, whole, Object.class);
    orNull(body, some -> {
      load(some, FORM, new Wanted(values, String.class, false));
      some.aload(1).aload(VALUE).invokeinterface(FORM, "append", APPEND);
    });
  }

  /** What is on the stack becomes the value to be written, unless it is null. */
  private void orNull(CodeBuilder body, Consumer<CodeBuilder> writing) {
    body.astore(VALUE).aload(VALUE).ifThenElse(Opcode.IFNONNULL, writing::accept,
        none -> constant(none, "null"));
  }

  private void writeValue(CodeBuilder body, RecordComponent component) {
    Wanted wanted = wanted(component);
    if (wanted == null) {
      load(body, FORMS, new Forms(values));
      body.aload(VALUE).invokevirtual(FORMS, "of", MethodTypeDesc.of(FORM, CD_Object));
    } else {
      load(body, FORM, wanted);
    }
    body.aload(1).aload(VALUE).invokeinterface(FORM, "append", APPEND);
  }

  /** The one form that all values of a component have; null where that is not known. */
  private @Nullable Wanted wanted(RecordComponent component) {
    Class<?> declared = component.getType();
    if (Modifier.isFinal(declared.getModifiers())) {
      return new Wanted(values, declared, false);
    }
    return declared == List.class && component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element && Modifier.isFinal(element.getModifiers())
            ? new Wanted(values, element, true)
            : null;
  }

  /** Leaves what a method of the record gives on the stack. */
  private void read(CodeBuilder body, Method method, Class<?> as) {
    try {
      load(body, HANDLE,
          inside.unreflect(method).asType(MethodType.methodType(as, Object.class)));
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
    body.aload(2).invokevirtual(HANDLE, "invokeExact", MethodTypeDesc.of(describe(as), CD_Object));
  }

  private void load(CodeBuilder body, ClassDesc kind, Object constant) {
    ConstantDesc[] number = {constants.size()};
    constants.add(constant);
    body.loadConstant(DynamicConstantDesc.ofNamed(
        ConstantDescs.ofConstantBootstrap(describe(RecordCode.class), "constant", CD_Object, CD_int),
        ConstantDescs.DEFAULT_NAME, kind, number));
  }

  private void constant(CodeBuilder body, String text) {
    load(body.aload(1), BYTES, text.getBytes(StandardCharsets.UTF_8));
    append(body, BYTES);
  }

  private static void append(CodeBuilder body, ClassDesc value) {
    body.invokevirtual(TEXT, "append", MethodTypeDesc.of(TEXT, value)).pop();
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
