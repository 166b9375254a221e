package io.anamnesis.query.insight.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.query.loyalty.VouchersProjection;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.projections.FieldInfluence;
import io.anamnesis.projections.Projection;
import io.anamnesis.query.QuerySideConfiguration;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.LiabilityTally;
import io.anamnesis.query.insight.RenewalTally;
import io.anamnesis.query.insight.VolumesTally;
import io.anamnesis.query.loyalty.BenefitsProjection;
import io.anamnesis.query.loyalty.LevelTerms;
import io.anamnesis.query.loyalty.LedgerProjection;
import io.anamnesis.query.loyalty.MembershipsProjection;
import io.anamnesis.query.loyalty.PointsProjection;
import io.anamnesis.query.loyalty.PoolProjection;
import io.anamnesis.query.loyalty.ReviewsProjection;
import io.anamnesis.query.loyalty.TierProjection;
import io.anamnesis.query.purchase.TrajectoryProjection;
import io.anamnesis.query.referral.ReferralsProjection;
import tools.jackson.databind.SerializationFeature;

/** The resource is checked in, as a running process cannot try its folds; {@code mvn test -Dregenerate} writes it anew. */
class LineageTest {
  private static final Path FILE =
      Path.of("src/main/resources/io/anamnesis/query/insight/catalogue").resolve(Lineage.RESOURCE);
  private static final SiteZones ZONES = SiteZones.standardOnly();
  private static final List<Projection<?, ?>> BUILT_IN = List.of(new PointsProjection(), new LedgerProjection(),
      new TierProjection(LevelTerms.of(Programme.standard())), new TrajectoryProjection(ZONES),
      new PortraitProjection(LevelTerms.of(Programme.standard()), ZONES), new VolumesTally(ZONES),
      new LiabilityTally(ZONES), new MembershipsProjection(ZONES.standard(), 30), new RenewalTally(ZONES),
      new ReferralsProjection(), new BenefitsProjection(LevelTerms.of(Programme.standard())), new PoolProjection(),
      new ReviewsProjection(), new VouchersProjection());

  /** Words of the outside contract that folds may tell apart. */
  private static final String[] WORDS = ("allergy hereditary cardiac chronic self insurer corporate paid free-clinic "
      + "introduced toured online answered no-answer refused outpatient emergency inpatient remote wellness tour "
      + "rehabilitation complaint suggestion wecom").split(" ");

  @Test
  void the_resource_is_what_the_folds_are_seen_to_heed() throws IOException {
    SortedMap<String, SortedMap<String, SortedSet<String>>> found = new TreeMap<>();
    BUILT_IN.forEach(view -> found.put(view.name(), FieldInfluence.of(view, WORDS)));
    String json =
        EventCodec.mapper().writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(found) + "\n";
    if (System.getProperty("regenerate") != null) {
      Files.writeString(FILE, json);
    }
    assertThat(FILE).as("regenerate with: mvn test -pl query-side -am -Dtest=LineageTest -Dregenerate "
        + "-Dsurefire.failIfNoSpecifiedTests=false").content().isEqualTo(json);
  }

  @Test
  void no_view_that_is_built_in_is_left_out() {
    List<String> beans = new ArrayList<>();
    for (Method method : QuerySideConfiguration.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Bean.class) && Projection.class.isAssignableFrom(method.getReturnType())) {
        beans.add(method.getReturnType().getSimpleName());
      }
    }
    assertThat(BUILT_IN).extracting(view -> view.getClass().getSimpleName()).containsExactlyInAnyOrderElementsOf(beans);
  }

  /** By reading the folds: the trajectory tells money by line, and only of a refund where it names lines or a whole. */
  @Test
  void what_is_found_is_what_a_reader_of_the_code_would_say() {
    SortedMap<String, SortedSet<String>> trajectory = FieldInfluence.of(new TrajectoryProjection(ZONES), WORDS);

    assertThat(trajectory.get("purchase.made")).contains("purchaseId", "currency", "site", "lines", "lines[].amount",
        "lines[].businessLine").doesNotContain("lines[].product", "buyer", "campaign", "payments", "visitId");
    assertThat(Arrays.asList(trajectory.keySet().toArray())).containsExactly("purchase.made", "purchase.refunded",
        "visit.completed");
    assertThat(trajectory.get("visit.completed")).doesNotContain("doctor", "department");
  }
}
