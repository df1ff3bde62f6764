"""What this room is to the others."""

from samsyn.foundation.rooms import Room

ROOM = Room()
