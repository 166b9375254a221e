package io.anamnesis.projections.declared;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;

/** Types of CEL in the words of definitions, and which of them the language has. */
final class TypeWords {
  private TypeWords() {}

  static String of(CelType type) {
    return switch (type) {
      case OptionalType optional -> of(inner(optional)) + "?";
      case ListType list -> "list of " + of(list.elemType());
      default -> ValueType.ofCel(type).map(ValueType::word).orElse(type.name().replace("_type", ""));
    };
  }

  /** Whether every value of the type is certain and exact. */
  static boolean isOffered(CelType type) {
    return switch (type) {
      case OptionalType optional -> isOffered(inner(optional));
      case ListType list -> isOffered(list.elemType());
      default -> type.kind() == CelKind.STRUCT || ValueType.ofCel(type).isPresent();
    };
  }

  static boolean isPersonal(CelType type) {
    return switch (type) {
      case OptionalType optional -> isPersonal(inner(optional));
      case ListType list -> isPersonal(list.elemType());
      default -> type.equals(EventFields.PERSONAL);
    };
  }

  /** Without the possibility of absence. */
  static CelType certain(CelType type) {
    return type instanceof OptionalType optional ? inner(optional) : type;
  }

  private static CelType inner(OptionalType optional) {
    return optional.parameters().getFirst();
  }
}
