"""A scene measures several things in turn, round by round."""
import contextlib
import dataclasses
from typing import Callable


@dataclasses.dataclass(frozen=True)
class Scene:
    name: str
    parts: dict  # name -> function that measures once and returns a dict
    around: Callable = contextlib.nullcontext  # what must run meanwhile
