"""How names change between Python and GraphQL."""


def camel(name: str) -> str:
    """Return a field's GraphQL name: `order_total` is `orderTotal`."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def pascal(name: str) -> str:
    """Return a name as part of a type's: `order_total` is `OrderTotal`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def loud(name: str) -> str:
    """Return an enum value's GraphQL name: `order_total` is `ORDER_TOTAL`."""
    return name.upper()


def singular(type_name: str) -> str:
    """Return the root field that finds one row of a type: `OrderItem` is `orderItem`."""
    return type_name[:1].lower() + type_name[1:]
