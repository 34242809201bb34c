"""Blasts, their recipients and how far each message got, as types of the API."""

import models
from api.funnels import fields
from api.graphql.declarations import (
    Mask,
    Totals,
    column,
    describe,
    lookup,
    to_many,
    to_one,
)
from api.graphql.entity import entity

BlastState = describe(
    models.blasts.BlastState,
    DRAFT="Not sent yet, and can still be changed.",
    SENDING="Its messages are being sent.",
    PAUSED="Sending was stopped and can go on.",
    SENT="Every message was handed to the provider.",
    CANCELLED="It will not be sent, or not any further.",
)

RecipientStatus = describe(
    models.blasts.RecipientStatus,
    QUEUED="Stored, and not sent yet.",
    PENDING="Handed to the provider.",
    SERVER_ACK="The provider's server has it.",
    DELIVERY_ACK="It reached the phone.",
    READ_ACK="It was read.",
    REPLIED="The recipient answered.",
    CLOSED="The recipient bought.",
    FAILED="It could not be sent.",
)

StatusSource = describe(
    models.blasts.StatusSource,
    WEBHOOK="The provider called us.",
    POLLING="We asked the provider.",
    MANUAL="A person said so.",
    SEND="The answer to sending.",
)


@entity(
    models.blasts.Blast,
    order_by=("-blast_date",),
    totals=Totals(sums=("total_recipients",), averages=("total_recipients",)),
)
class Blast:
    """One marketing message to many recipients."""

    total_recipients = column("How many recipients it is meant for")

    recipients = to_many(models.blasts.BlastRecipient.blast_id, "Whom it goes to.")
    funnel = fields.OF_BLASTS


@entity(models.blasts.BlastRecipient, order_by=("id",), totals=Totals(sums=("attempts",)))
class BlastRecipient:
    """One message of a blast to one phone number; its status only moves forward."""

    phone_number = column(mask=Mask.PHONE)
    message_text = column(mask=Mask.TEXT)
    status = column("How far the message got")
    delivered_at = column("When it reached the phone; null until then")
    read_timestamp = column("When it was read; null until then")
    replied_at = column("When the recipient answered; null until then")
    wsapme_message_data = column(mask=Mask.NOTHING)

    blast = to_one(models.blasts.BlastRecipient.blast_id, "The blast that it is part of")
    status_history = to_many(
        models.blasts.StatusChange.recipient_id,
        "Every status that was reported, the last one first.",
        order_by=("-changed_at",),
    )
    by_message_id = lookup(
        "message_id", description="The recipient of a message, by the provider's id of it."
    )


@entity(models.blasts.StatusChange, order_by=("-changed_at",))
class StatusChange:
    """A status that was reported for a recipient, also one that came too late to change it."""

    changed_at = column("When it was reported")
    source = column("Who reported it")
    details = column(mask=Mask.NOTHING)

    recipient = to_one(models.blasts.StatusChange.recipient_id, "Whose status it is")
