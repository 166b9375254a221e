package io.anamnesis.events.campaign;

import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import org.jspecify.annotations.Nullable;

/** Invitations and what came of them. */
public sealed interface CampaignEvent extends CustomerEvent {

  @Fact("campaign.sent")
  record CampaignSent(CampaignId campaign, @Nullable Code channel) implements CampaignEvent {}

  @Fact("campaign.responded")
  record CampaignResponded(CampaignId campaign, @Nullable Code channel) implements CampaignEvent {}

  @Fact("campaign.refused")
  record CampaignRefused(CampaignId campaign, @Nullable Code channel) implements CampaignEvent {}
}
