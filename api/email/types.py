"""E-mail campaigns and their sends, events and their tickets, payments, as types of the API."""

import models
from api.funnels import fields
from api.graphql.declarations import Totals, column, expression, lookup, to_many, to_one
from api.graphql.entity import entity
from api.graphql.kinds import Kind


@entity(
    models.email.Campaign,
    order_by=("-created_at",),
    totals=Totals(
        sums=(
            "send_count",
            "delivery_count",
            "open_count",
            "click_count",
            "bounce_count",
            "unsubscribe_count",
        )
    ),
)
class Campaign:
    """An e-mail campaign; its statistics follow its sends."""

    subject = column("The subject line of its e-mails")
    status = column("Where it stands: draft, scheduled, sending, sent or cancelled")
    scheduled_at = column("When it is to be sent; null where nobody said")

    send_count = expression(
        Kind.BIGINT,
        "coalesce(({stats}->>'sends')::bigint, 0)",
        "How many of its e-mails were sent",
        is_nullable=False,
    )
    delivery_count = expression(
        Kind.BIGINT,
        "coalesce(({stats}->>'deliveries')::bigint, 0)",
        "How many of its e-mails arrived",
        is_nullable=False,
    )
    open_count = expression(
        Kind.BIGINT,
        "coalesce(({stats}->>'opens')::bigint, 0)",
        "How many of its e-mails were opened",
        is_nullable=False,
    )
    click_count = expression(
        Kind.BIGINT,
        "coalesce(({stats}->>'clicks')::bigint, 0)",
        "In how many of its e-mails a link was clicked",
        is_nullable=False,
    )
    bounce_count = expression(
        Kind.BIGINT,
        "coalesce(({stats}->>'bounces')::bigint, 0)",
        "How many of its e-mails came back",
        is_nullable=False,
    )
    unsubscribe_count = expression(
        Kind.BIGINT,
        "coalesce(({stats}->>'unsubscribes')::bigint, 0)",
        "How many of its readers want no more e-mails",
        is_nullable=False,
    )
    sends = to_many(models.email.EmailSend.campaign_id, "Its e-mails.", order_by=("id",))
    funnel = fields.OF_CAMPAIGNS


@entity(models.email.EmailSend, order_by=("-sent_at",))
class EmailSend:
    """One e-mail, of a campaign or by itself, to one member."""

    email_address = column("The address that it goes to")
    status = column(
        "How far it got: pending, sent, delivered, opened or clicked; or bounced or failed"
    )
    sent_at = column("When it was sent; null until then")
    delivered_at = column("When it arrived; null until then")
    opened_at = column("When it was first opened; null until then")
    clicked_at = column("When a link in it was first clicked; null until then")
    bounced_at = column("When it came back; null where it did not")
    bounce_reason = column("Why it came back")

    campaign = to_one(models.email.EmailSend.campaign_id, "Its campaign; null where it has none")
    member = to_one(models.email.EmailSend.member_id, "Whom it goes to")
    by_message_id = lookup(
        "sendgrid_message_id",
        description="The e-mail of the provider's id; null where none has it.",
    )


@entity(models.email.Event, order_by=("-starts_at",))
class Event:
    """Something that people buy tickets for."""

    venue = column("Where it takes place")
    starts_at = column("When it begins")
    ends_at = column("When it ends; null where nobody said")
    capacity = column("How many people fit in; null where there is no limit")

    tickets = to_many(
        models.email.EventTicket.event_id, "The event's tickets.", order_by=("ticket_number",)
    )


@entity(
    models.email.EventTicket,
    omit=("ticket_type_id",),
    order_by=("ticket_number",),
    totals=Totals(sums=("amount_paid",), averages=("amount_paid",), per="currency"),
)
class EventTicket:
    """A ticket to an event, from order to check-in."""

    ticket_number = column("The number on the ticket")
    status = column("Where it stands: pending, paid, cancelled, refunded or checked_in")
    amount_paid = column("What was paid for it; null until paid")
    purchase_date = column("When it was ordered")
    checked_in_at = column("When its holder came in; null until then")

    event = to_one(models.email.EventTicket.event_id, "The event that it lets in to")
    member = to_one(models.email.EventTicket.member_id, "Whose ticket it is")
    payment = to_one(models.email.EventTicket.payment_id, "The payment for it")
    checked_in_by = to_one(
        models.email.EventTicket.checked_in_by, "The member who let the holder in"
    )
    by_number = lookup(
        "ticket_number", description="The ticket of a number; null where there is none."
    )


@entity(
    models.email.Payment,
    order_by=("-created_at",),
    totals=Totals(sums=("amount",), averages=("amount",), per="currency"),
)
class Payment:
    """Money that a member paid."""

    amount = column("How much was paid")
    status = column("Where it stands: pending, succeeded, failed or refunded")

    member = to_one(models.email.Payment.member_id, "Who paid")
    tickets = to_many(models.email.EventTicket.payment_id, "The tickets that it paid for.")
    by_provider_payment_id = lookup(
        "provider_payment_id", description="The payment of the provider's id of it."
    )


@entity(models.email.NotificationPreference, order_by=("category",))
class NotificationPreference:
    """What a member wants to hear of, and how."""

    category = column(
        "Of what: marketing, transactional, events or newsletter; all stands for everything"
    )
    email_enabled = column("Whether by e-mail")
    sms_enabled = column("Whether by text message")
    push_enabled = column("Whether by push notification")
    unsubscribed_at = column("When the member unsubscribed; null where they did not")

    member = to_one(models.email.NotificationPreference.member_id, "Whose preference it is")
