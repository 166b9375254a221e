package io.anamnesis.projections.declared;

import io.anamnesis.projections.declared.Declaration.Named;
import io.anamnesis.projections.declared.Declaration.On;
import io.anamnesis.projections.declared.Declaration.Rule;
import io.anamnesis.projections.declared.Declaration.Tallying;
import io.anamnesis.projections.declared.Node.Items;
import io.anamnesis.projections.declared.Node.Member;
import io.anamnesis.projections.declared.Node.Members;
import io.anamnesis.projections.declared.Node.Scalar;
import io.anamnesis.projections.declared.StateFields.StateField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a definition strictly: what is not known is refused, at its place. */
final class DefinitionReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");
  private static final Pattern FIELD = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");
  /** CEL keeps these words for itself, but for the last line. */
  private static final Set<String> WORDS =
      Set.of("as", "break", "const", "continue", "else", "false", "for", "function",
          "if", "import", "in", "let", "loop", "namespace", "null", "package", "return", "true", "var", "void", "while",
          // The column of the customer, as a pseudonym; and what a reader of rows says beside the names of columns.
          "subject", "format", "cursor", "limit");
  private static final Members NOTHING = new Members(Map.of(), Place.START);

  private final Complaints complaints;

  DefinitionReader(Complaints complaints) {
    this.complaints = complaints;
  }

  /** @throws InvalidDefinition if it has no readable shape at all */
  Declaration read(DefinitionText text) throws InvalidDefinition {
    Node root = DefinitionYaml.read(text);
    Members top = members(root, "projection", Set.of("projection", "title", "state", "on"));
    Scalar name = scalar(top, "projection");
    if (name == null) {
      complaints.add(root.place(), Fault.MISSING_MEMBER, "projection");
      complaints.throwIfAny();
      throw new IllegalStateException("a complaint was made");
    }
    if (!NAME.matcher(name.value()).matches()) {
      complaints.add(name.place(), Fault.BAD_NAME, name.value());
    }
    Scalar title = scalar(top, "title");
    return new Declaration(name, title == null ? null : title.value(), state(top), rules(top));
  }

  private StateFields state(Members top) {
    Map<String, StateField> fields = new LinkedHashMap<>();
    Members declared = members(top, "state");
    tooMany(declared.members().size(), Limits.NAMES, declared.place(), "state");
    declared.members().forEach((name, member) -> {
      checkName(name, member.place());
      field(member).ifPresent(field -> fields.put(name, field));
    });
    return new StateFields(fields);
  }

  private Optional<StateField> field(Member member) {
    Members field = members(member.value(), member.name(), Set.of("type", "initial"));
    Scalar type = required(field, "type", member.place());
    Scalar initial = required(field, "initial", member.place());
    if (type == null || initial == null) {
      return Optional.empty();
    }
    Optional<ValueType> known = ValueType.ofWord(type.value());
    if (known.isEmpty()) {
      complaints.add(type.place(), Fault.UNKNOWN_STATE_TYPE, type.value(), String.join(", ", ValueType.words()));
      return Optional.empty();
    }
    return known.flatMap(of -> initial(of, initial));
  }

  private Optional<StateField> initial(ValueType type, Scalar initial) {
    try {
      Object value = type.parse(initial.value());
      if (initial.value().length() <= Limits.TEXT_CHARACTERS) {
        return Optional.of(new StateField(type, type.text(value)));
      }
    } catch (RuntimeException otherForm) {
      // Falls through: what is expected is said below.
    }
    complaints.add(initial.place(), Fault.BAD_INITIAL, type.word(), type.example());
    return Optional.empty();
  }

  private Map<String, On> rules(Members top) {
    Map<String, On> rules = new LinkedHashMap<>();
    Members on = members(top, "on");
    on.members().forEach((type, member) -> rules.put(type, new On(member.place(), rulesOf(member))));
    tooMany(rules.values().stream().mapToInt(each -> each.rules().size()).sum(), Limits.RULES, on.place(), "on");
    if (rules.isEmpty() && complaints.isEmpty()) {
      complaints.add(top.place(), Fault.NO_RULE);
    }
    return rules;
  }

  private List<Rule> rulesOf(Member member) {
    if (member.value() instanceof Items several) {
      return several.items().stream().map(one -> rule(one, one.place())).toList();
    }
    return List.of(rule(member.value(), member.place()));
  }

  private Rule rule(Node node, Place place) {
    if (!(node instanceof Members)) {
      complaints.add(node.place(), Fault.EXPECTED_RULE);
      return new Rule(null, null, List.of(), null);
    }
    Members rule = members(node, "rule", Set.of("where", "each", "set", "tally"));
    List<Named> set = named(rule, "set");
    Tallying tally = tally(rule);
    if (set.isEmpty() && tally == null) {
      complaints.add(place, Fault.IDLE_RULE);
    }
    return new Rule(scalar(rule, "where"), scalar(rule, "each"), set, tally);
  }

  private @Nullable Tallying tally(Members rule) {
    Member member = rule.members().get("tally");
    if (member == null) {
      return null;
    }
    Members tally = members(member.value(), "tally", Set.of("by", "add"));
    List<Named> add = named(tally, "add");
    if (add.isEmpty()) {
      complaints.add(member.place(), Fault.NO_MEASURE);
    }
    return new Tallying(named(tally, "by"), add);
  }

  private List<Named> named(Members parent, String name) {
    List<Named> named = new ArrayList<>();
    Members members = members(parent, name);
    tooMany(members.members().size(), Limits.NAMES, members.place(), name);
    members.members().forEach((key, member) -> {
      checkName(key, member.place());
      Scalar expression = text(member);
      if (expression != null) {
        named.add(new Named(key, member.place(), expression));
      }
    });
    return named;
  }

  private void checkName(String name, Place place) {
    if (!FIELD.matcher(name).matches() || WORDS.contains(name)) {
      complaints.add(place, Fault.BAD_FIELD_NAME, name);
    }
  }

  private void tooMany(int count, int most, Place place, String what) {
    if (count > most) {
      complaints.add(place, Fault.TOO_MANY, what, most);
    }
  }

  private Members members(Members parent, String name) {
    Member member = parent.members().get(name);
    return member == null ? NOTHING : members(member.value(), name, null);
  }

  /** @param known names; null where any is good */
  private Members members(Node node, String what, @Nullable Set<String> known) {
    if (!(node instanceof Members members)) {
      complaints.add(node.place(), Fault.EXPECTED_MAPPING, what);
      return NOTHING;
    }
    members.members().forEach((name, member) -> {
      if (known != null && !known.contains(name)) {
        complaints.add(member.place(), Fault.UNKNOWN_MEMBER, name, String.join(", ", known.stream().sorted().toList()));
      }
    });
    return members;
  }

  private @Nullable Scalar required(Members parent, String name, Place place) {
    if (!parent.members().containsKey(name)) {
      complaints.add(place, Fault.MISSING_MEMBER, name);
    }
    return scalar(parent, name);
  }

  private @Nullable Scalar scalar(Members parent, String name) {
    Member member = parent.members().get(name);
    return member == null ? null : text(member);
  }

  private @Nullable Scalar text(Member member) {
    if (member.value() instanceof Scalar scalar) {
      return scalar;
    }
    complaints.add(member.value().place(), Fault.EXPECTED_TEXT, member.name());
    return null;
  }
}
