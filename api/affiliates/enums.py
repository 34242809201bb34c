"""What the values of the affiliate program's enums mean."""

import models
from api.graphql.declarations import describe

PartnershipType = describe(
    models.affiliates.PartnershipType,
    AFFILIATE="Earns by links.",
    AMBASSADOR="Stands for the brand over a long time.",
    INFLUENCER="Has followers and tells them.",
    RESELLER="Buys and sells on.",
    REFERRAL="A customer who recommends it to others.",
)

AffiliateStatus = describe(
    models.affiliates.AffiliateStatus,
    PENDING_APPROVAL="Waits for somebody to decide.",
    ACTIVE="Takes part and earns.",
    SUSPENDED="Was stopped for now, and may come back.",
    INACTIVE="Does not take part at present.",
    REJECTED="Was not admitted.",
    TERMINATED="Was excluded for good.",
)

AffiliateTier = describe(
    models.affiliates.AffiliateTier,
    BRONZE="The first tier, where everybody begins.",
    SILVER="The second tier.",
    GOLD="The third tier.",
    PLATINUM="The fourth tier.",
    DIAMOND="The highest tier.",
)

AffiliatePayoutStatus = describe(
    models.affiliates.AffiliatePayoutStatus,
    PENDING="To be paid.",
    PROCESSING="On its way.",
    COMPLETED="Paid.",
    FAILED="Could not be paid.",
    CANCELLED="Will not be paid.",
    ON_HOLD="Waits until a question is settled.",
)

AffiliatePayoutMethod = describe(
    models.affiliates.AffiliatePayoutMethod,
    PAYPAL="PayPal.",
    BANK_TRANSFER="A transfer to a bank account.",
    CHECK="A check by mail.",
    CRYPTO="A cryptocurrency.",
    STORE_CREDIT="Credit at the store.",
)

ClickStatus = describe(
    models.affiliates.ClickStatus,
    VALID="Counts.",
    DUPLICATE="The visitor had clicked before; does not count.",
    SUSPICIOUS="May be fraud; to be looked at.",
    FRAUD="Fraud; does not count.",
    BOT="No person clicked; does not count.",
)

ConversionStatus = describe(
    models.affiliates.ConversionStatus,
    PENDING="Not decided yet.",
    APPROVED="Earns its commission.",
    REJECTED="Earns nothing.",
    REVERSED="Earned its commission, and lost it when the customer got the money back.",
    DISPUTED="The partner and the company do not agree.",
)

ClickQueueStatus = describe(
    models.affiliates.ClickQueueStatus,
    PENDING="Waits to be processed.",
    PROCESSING="Is being processed.",
    COMPLETED="Was judged, and is an AffiliateClick now.",
    FAILED="Could not be processed.",
    DUPLICATE="Had come in before.",
)
