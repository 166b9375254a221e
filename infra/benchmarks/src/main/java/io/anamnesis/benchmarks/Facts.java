package io.anamnesis.benchmarks;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The fact that everything under test appends: the same row, but for its id and its subject. */
final class Facts {
  static final int SUBJECTS = 10_000;
  static final String TYPE = "purchase.made";
  static final String PAYLOAD = """
      {"purchaseId": "P-2026-000417", "currency": "CNY", "lines": [\
      {"product": "MASSAGE-01", "businessLine": "postpartum", "quantity": 2, "amount": "760.00", "cost": "310.50"}, \
      {"product": "CONSULT-02", "businessLine": "postpartum", "quantity": 1, "amount": "99.90"}], \
      "visitId": "V-77", "site": "shanghai"}""";
  static final String METADATA = """
      {"source": "his", "id": "P-2026-000417", "actor": "his-import"}""";

  private Facts() {}

  static UUID id() {
    return UUID.randomUUID();
  }

  static String subject() {
    return subject(SUBJECTS);
  }

  /** One of so many customers. */
  static String subject(int customers) {
    return "customer-" + ThreadLocalRandom.current().nextInt(customers);
  }
}
