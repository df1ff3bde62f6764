"""The municipality's areas and categories."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.observations.enums import Nature
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import check_texts
from samsyn.foundation import clock


@dataclass(frozen=True, kw_only=True)
class NewCategory:
    """A category as the municipality words it; ``key`` is what it is known by for good."""

    key: str
    name: str
    name_en: str = ""
    hint: str = ""
    nature: Nature = Nature.OTHER
    sensitive: bool = False
    count_only: bool = False
    serious: bool = False
    county_key: str = ""
    crime_table_rows: Sequence[str] = field(default=())
    police_event_types: Sequence[str] = field(default=())


@action()
def save_category(*, by: Scope, new: NewCategory, area: Category | None, position: int) -> Category:
    """Keep an area or a category, new or reworded; the former wording stays in its history."""
    by.check(Act.ADMINISTER)
    check_texts(
        {"name": new.name, "hint": new.hint}, known_words=frozenset(), warnings_accepted=True
    )
    row = Category.objects.visible_to(by).filter(key=new.key).first()
    if row is not None:
        keep_revision(by, row, row.version, {"name": row.name, "hint": row.hint})
        row.version += 1
    else:
        row = Category(
            municipality_id=by.municipality_id,
            key=new.key,
            valid_from=clock.today().replace(2000, 1, 1),
        )
    _fill(row, asdict(new))
    row.area, row.position = area, position
    row.county_key = new.county_key or (new.key if area else "")
    row.save()
    reference.moved(by.municipality_id)
    record(by, "observations.category_saved", row, plain={"version": row.version})
    return row


def _fill(row: Category, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
