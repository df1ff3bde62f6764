"""Reads: deviations and runs (``deviations``, ``runs``), what the picture takes, and when
and where things happen (``times``, ``cells``, ``districts``)."""

from samsyn.domain.monitoring.queries.picture import ForPicture, PictureDeviation, for_picture

__all__ = ["ForPicture", "PictureDeviation", "for_picture"]
