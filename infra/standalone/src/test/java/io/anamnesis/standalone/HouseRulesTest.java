package io.anamnesis.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the house run down only. */
@AnalyzeClasses(packages = "io.anamnesis", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  private static final String EVENTS = "io.anamnesis.events..";
  private static final String EVENT_STORE = "io.anamnesis.eventstore..";
  private static final String PROJECTIONS = "io.anamnesis.projections..";
  private static final String WEB = "io.anamnesis.web..";
  private static final String COMMAND = "io.anamnesis.command..";
  private static final String QUERY = "io.anamnesis.query..";
  private static final String STANDALONE = "io.anamnesis.standalone..";
  private static final String[] SPRING_AND_WEB =
      {"org.springframework..", "jakarta.servlet..", "org.apache.catalina.."};

  @ArchTest
  static final ArchRule arrows_between_the_floors_run_down_only = layeredArchitecture().consideringAllDependencies()
      .layer("events").definedBy(EVENTS).layer("event store").definedBy(EVENT_STORE).layer("projections")
      .definedBy(PROJECTIONS).layer("web").definedBy(WEB).layer("command side").definedBy(COMMAND).layer("query side")
      .definedBy(QUERY).layer("standalone").definedBy(STANDALONE).whereLayer("standalone").mayNotBeAccessedByAnyLayer()
      .whereLayer("command side").mayOnlyBeAccessedByLayers("standalone").whereLayer("query side")
      .mayOnlyBeAccessedByLayers("standalone").whereLayer("web")
      .mayOnlyBeAccessedByLayers("command side", "query side", "standalone").whereLayer("projections")
      .mayOnlyBeAccessedByLayers("web", "command side", "query side", "standalone").whereLayer("event store")
      .mayOnlyBeAccessedByLayers("projections", "web", "command side", "query side", "standalone");

  @ArchTest
  static final ArchRule the_sides_never_know_each_other =
      noClasses().that().resideInAPackage(COMMAND).should().dependOnClassesThat().resideInAPackage(QUERY);

  @ArchTest
  static final ArchRule the_query_side_never_knows_the_command_side =
      noClasses().that().resideInAPackage(QUERY).should().dependOnClassesThat().resideInAPackage(COMMAND);

  @ArchTest
  static final ArchRule the_lower_floors_know_neither_spring_nor_the_web = noClasses().that()
      .resideInAnyPackage(EVENTS, EVENT_STORE, PROJECTIONS).should().dependOnClassesThat()
      .resideInAnyPackage(SPRING_AND_WEB);

  @ArchTest
  static final ArchRule events_know_neither_axon_nor_a_database = noClasses().that().resideInAPackage(EVENTS).should()
      .dependOnClassesThat().resideInAnyPackage("org.axonframework..", "java.sql..", "javax.sql..", "org.postgresql..");

  @ArchTest
  static final ArchRule nothing_uses_jpa =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("jakarta.persistence..", "org.hibernate..");

  @ArchTest
  static final ArchRule an_import_or_a_verification_starts_no_spring = noClasses().that()
      .resideInAnyPackage("io.anamnesis.standalone.importer..", "io.anamnesis.standalone.terminal..",
          "io.anamnesis.standalone.folder..", "io.anamnesis.standalone.verify..")
      .should().dependOnClassesThat().resideInAnyPackage(SPRING_AND_WEB);

  @ArchTest
  static final ArchRule a_verifier_knows_neither_what_wrote_a_bundle_nor_a_database = noClasses().that()
      .resideInAPackage("io.anamnesis.standalone.verify..").should().dependOnClassesThat()
      .resideInAnyPackage(QUERY, COMMAND, WEB, PROJECTIONS, "java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule capabilities_of_a_side_are_free_of_cycles =
      slices().matching("io.anamnesis.(*).(*)..").should().beFreeOfCycles();
}
