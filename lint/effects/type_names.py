"""Which types are known: built-in, of the catalog, of a well-known extension, or missing."""

from lint.catalog import Catalog
from lint.definitions import SERIALS
from lint.effects.builtins import is_type
from lint.names import TypeName

_EXTENSION_TYPES = frozenset(
    {"citext", "hstore", "ltree", "lquery", "ltxtquery", "cube", "seg", "isbn", "isbn13", "ean13"}
    | {"geometry", "geography", "box2d", "box3d", "raster", "vector", "halfvec", "sparsevec"}
    | {"h3index", "semver", "tdigest", "hll", "roaringbitmap"}
)
_PSEUDO = frozenset(
    {"record", "void", "trigger", "event_trigger", "cstring", "internal", "unknown"}
    | {"any", "anyelement", "anyarray", "anynonarray", "anyenum", "anyrange", "anymultirange"}
    | {"anycompatible", "anycompatiblearray", "anycompatiblenonarray", "anycompatiblerange"}
    | {"anycompatiblemultirange", "language_handler", "fdw_handler", "table_am_handler"}
    | {"index_am_handler", "tsm_handler", "pg_ddl_command"}
)


def is_unknown_type(type_name: TypeName, catalog: Catalog) -> bool:
    """Tell if nothing is known of the type; types of well-known extensions are no domains."""
    name = type_name.name
    if name.schema in {None, "pg_catalog"} and (is_type(name.name) or name in SERIALS):
        return False
    if name.name in _EXTENSION_TYPES or type_name.of_column:
        return False
    return catalog.type(name) is None and catalog.relation(name) is None


def is_missing_type(type_name: TypeName, catalog: Catalog) -> bool:
    """Tell if it is sure that there is no such type."""
    return (
        is_unknown_type(type_name, catalog)
        and catalog.is_complete
        and len(catalog.extensions) == 0
        and type_name.name.schema in {None, "public"}
        and type_name.name.name not in _PSEUDO
    )
