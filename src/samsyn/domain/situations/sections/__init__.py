"""The sections of a picture, a module each; importing the room registers them.

overall       how it stands as a whole, in words, figures and a chart by week
areas         each area: number, comparisons, categories, judgement
deviations    what the analysis noticed
raised        what the group raises in Lokala BRÅ
places        where it happens
times         when it happens
districts     district by district, with a map
statistics    what sources only count, with its periods
coming        what is coming up
coverage      who reported, who had nothing to report, who was silent
uncertainty   what is missing, what is preliminary, how to read the comparisons
"""

from samsyn.domain.situations.sections import (
    areas,
    coming,
    coverage,
    deviations,
    districts,
    overall,
    places,
    raised,
    statistics,
    times,
    uncertainty,
)

__all__ = [
    "areas",
    "coming",
    "coverage",
    "deviations",
    "districts",
    "overall",
    "places",
    "raised",
    "statistics",
    "times",
    "uncertainty",
]
