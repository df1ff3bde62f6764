"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "Places and areas (platser och områden)"

_BORDERS = "To know which borders held when"
_AREA = "To know in which area something happened, and how many live there"
_REPLACED = DisposalTerm("when another background takes its place", Ends.BY_HAND)
_open = partial(Group, shown="everybody who has a role in the municipality")

CLASSIFIED = (
    _open(
        of="DistrictLayer",
        fields="valid_from valid_to primary illustrative retired",
        purpose=_BORDERS,
    ),
    _open(
        of="DistrictLayer",
        fields="key name edition attribution",
        purpose=_BORDERS,
        personal=Personal.POSSIBLE,
    ),
    _open(of="District", fields="layer geometry population", purpose=_AREA),
    _open(
        of="District",
        fields="code name population_note",
        purpose=_AREA,
        personal=Personal.POSSIBLE,
    ),
    _open(
        of="Background",
        fields="digest illustrative streets",
        purpose="To know which land maps are drawn on, and where on it a street is",
        term=_REPLACED,
    ),
    _open(
        of="Background",
        fields="attribution",
        purpose="To say under a map whose data it is drawn of",
        term=_REPLACED,
        personal=Personal.POSSIBLE,
    ),
    _open(
        of="BackgroundTile",
        fields="background zoom x y content",
        purpose="To draw streets, water and houses under what is reported",
        term=_REPLACED,
    ),
    _open(
        of="Place",
        fields="name latitude longitude",
        purpose="To name places as people do; the guard stops people's names and homes",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
    ),
    _open(
        of="PlaceAlias",
        fields="place name folded",
        purpose="To know a place by its other names",
        term=DisposalTerm("when somebody takes the name away from the place", Ends.BY_HAND),
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
    ),
)
