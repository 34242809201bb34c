"""What columns mean that many tables have.

A table's own comment, or its declaration, says it better and counts.
"""

from typing import Final

GLOSSARY: Final = {
    "amount": "How much money, in the row's currency",
    "approved_at": "When it was approved; null until then",
    "browser": "The visitor's browser",
    "city": "The visitor's city",
    "country": "ISO 3166-1 alpha-2 code of the country",
    "created_at": "When it was made",
    "description": "What it is, in the owner's words",
    "device_type": "The visitor's kind of device, such as mobile",
    "email": "The e-mail address",
    "ended_at": "When it ended; null while it goes on",
    "error_message": "What went wrong; null where nothing did",
    "expires_at": "When it stops being valid",
    "failure_reason": "Why it failed; null where it did not",
    "full_name": "First and last name",
    "ip_address_hash": "Hash of the visitor's address; the address itself is not kept",
    "is_active": "Whether it is in use",
    "name": "What people call it",
    "os": "The visitor's operating system",
    "period_start": "The period's first day",
    "phone_number": "E.164: a plus sign, the country code, the number",
    "platform": "Where it ran",
    "processed_at": "When it was processed; null until then",
    "referrer": "The page that the visitor came from",
    "region": "The visitor's state or province",
    "slug": "The name in URLs",
    "started_at": "When it began",
    "state": "Where it stands",
    "status": "Where it stands",
    "sub_id1": "The partner's own tracking value",
    "sub_id2": "The partner's second tracking value",
    "sub_id3": "The partner's third tracking value",
    "sub_id4": "The partner's fourth tracking value",
    "sub_id5": "The partner's fifth tracking value",
    "updated_at": "When it last changed",
    "user_agent": "What the visitor's browser calls itself",
    "visitor_id": "The visitor's cookie",
    "website": "The address of the website",
}
