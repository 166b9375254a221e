package io.anamnesis.query.insight.report;

import java.util.Optional;

import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.query.insight.report.delivery.Courier;
import io.anamnesis.query.insight.report.delivery.NotTaken;
import io.anamnesis.query.insight.report.delivery.Parcel;

/** The ways out that are configured here. */
final class Couriers {
  private final Optional<? extends Courier> webhooks;
  private final Optional<? extends Courier> mails;
  private final MailSeal seal;

  Couriers(Optional<? extends Courier> webhooks, Optional<? extends Courier> mails, MailSeal seal) {
    this.webhooks = webhooks;
    this.mails = mails;
    this.seal = seal;
  }

  boolean canPost() {
    return webhooks.isPresent();
  }

  boolean canMail() {
    return mails.isPresent();
  }

  /** @param recipient one of those that the definition names */
  void deliver(String recipient, ReportDefined definition, Parcel parcel) throws NotTaken {
    int dash = recipient.indexOf('-');
    int index = Integer.parseInt(recipient.substring(dash + 1)) - 1;
    if (recipient.substring(0, dash).equals("webhook")) {
      configured(webhooks).deliver(definition.webhooks().get(index), parcel);
    } else {
      configured(mails).deliver(seal.open(definition.mail()).get(index), parcel);
    }
  }

  private static Courier configured(Optional<? extends Courier> courier) throws NotTaken {
    if (courier.isEmpty()) {
      throw NotTaken.yet("not-configured");
    }
    return courier.get();
  }
}
