"""Client of Hurmaus: sends the utterances of many conversations, brings back what comes of them, loses nothing."""

from hurmaus_client.client import Client
from hurmaus_client.errors import Closed, HurmausError, Refused, Stopped, Unauthorised, Unreachable
from hurmaus_client.items import Item, RecoveryIncomplete, UnknownEvent
from hurmaus_client.options import Options
from hurmaus_client.places import Place

__version__ = "0.1.0"
__all__ = [
    "Client",
    "Closed",
    "HurmausError",
    "Item",
    "Options",
    "Place",
    "RecoveryIncomplete",
    "Refused",
    "Stopped",
    "Unauthorised",
    "UnknownEvent",
    "Unreachable",
]
