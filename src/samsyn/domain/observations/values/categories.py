"""The municipality's areas (ämnesområden) and the categories within them."""

from django.db import models
from django.db.models import Q

from samsyn.domain.observations.enums import Nature
from samsyn.domain.organisations.models import Valid, valid_period
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import Versioned, choice_field


class Category(MunicipalityRow, Valid, Versioned):
    """An area (``area`` is null) or a category within one.

    ``key`` never changes; ``county_key`` maps it to the list common to the county.
    ``sensitive``: counts 1–4 never leave the group and Lokala BRÅ. ``count_only``: no
    free text is taken at all.
    """

    area = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="categories"
    )
    key = models.SlugField(max_length=60)
    county_key = models.SlugField(max_length=60, blank=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    hint = models.CharField(max_length=200, blank=True)
    nature = choice_field(Nature, default=Nature.OTHER)
    sensitive = models.BooleanField(default=False)
    count_only = models.BooleanField(default=False)
    serious = models.BooleanField(default=False)
    crime_table_rows = models.JSONField(default=list)
    police_event_types = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(MunicipalityRow.Meta):
        app_label = "observations"
        constraints = [
            valid_period("category_period"),
            models.UniqueConstraint(fields=["municipality", "key"], name="category_key"),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | ~Q(county_key=""), name="category_mapped"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def is_sensitive(category: Category) -> bool:
    """Whether small counts of a category stay with the group."""
    return category.sensitive or (category.area is not None and category.area.sensitive)
