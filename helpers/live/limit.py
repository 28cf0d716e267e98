"""How much a live figure may take, and what helps if it takes more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.live.controls import listed
from helpers.live.table import as_json, packed

KILOBYTES = 300
"""So much a live figure may take, packed, if its author does not say otherwise."""
UNPACKED = 34
"""So many times as much it may take in the browser: 10 MB for 300 KB."""
FIRST_LOOK = 1_000_000
"""Bytes that are drawn before it is looked at how small they get; each of our views has fewer."""
HOPELESS = 2
"""Beyond so many times the limit a figure cannot be saved by what its drawings have in common."""


@dataclass
class Part:
    """What an artist, or all artists of one name, take."""

    what: str
    """"still", "drawn" at each position, "line" of which the points are kept, or "words"."""
    expected: int = 0
    """How many texts there will be in the end."""
    texts: list[str] = field(default_factory=list)


class Limit:
    """Adds up what a live figure takes while it is recorded, and stops that when it is too much.

    Parameters
    ----------
    kilobytes
        The most that it may take, packed.
    counts
        How many positions each control has.
    """

    def __init__(self, kilobytes: float, counts: Mapping[str, int]) -> None:
        self.kilobytes, self.counts = kilobytes, counts
        self.parts: dict[str, Part] = {}
        self.written, self.next_look = 0, max(FIRST_LOOK, 3000 * kilobytes)

    def expect(self, name: str, what: str, count: int) -> Part:
        """Take note of how many texts an artist will take; they are added to what this returns."""
        part = self.parts.setdefault(name, Part(what))
        part.expected += count
        return part

    def note(self, name: str, what: str, texts: Sequence[str]) -> None:
        """Take note of all that an artist takes."""
        part = self.expect(name, what, len(texts))
        for text in texts:
            self.add(part, text)

    def add(self, part: Part, text: str) -> None:
        """Take note of what an artist takes.

        Raises
        ------
        ValueError
            If all that has been noted is too much by far, or will be.
        """
        part.texts.append(text)
        self.written += len(text)
        if self.written > self.next_look:
            self.next_look = 1.5 * self.written
            so_far = {name: part for name, part in self.parts.items() if part.texts}
            sizes = {name: _size(part.texts) for name, part in so_far.items()}
            # Of several drawings the first one takes the most, as the others have much from it.
            ahead = {name: _ahead(part, _size) for name, part in so_far.items()}
            unpacked = self.written + sum(_ahead(part, _length) for part in so_far.values())
            size, more = sum(sizes.values()), sum(ahead.values())
            if size + more / 2 > 1000 * HOPELESS * self.kilobytes or (
                unpacked > HOPELESS * self.most_unpacked
            ):
                weights = {name: sizes[name] + ahead[name] for name in so_far}
                raise self.exceeded(f"about {(size + more) / 1000:.0f} KB", weights)

    @property
    def most_unpacked(self) -> float:
        """Bytes that the browser may get to hold."""
        return 1000 * UNPACKED * self.kilobytes

    def packed(self, content: object) -> bytes:
        """Pack the table of a live figure.

        Raises
        ------
        ValueError
            If it is too much.
        """
        text = as_json(content)
        table = packed(text)
        if len(table) > 1000 * self.kilobytes:
            size = f"{len(table) / 1000:.0f} KB"
        elif len(text) > self.most_unpacked:
            size = f"{len(text) / 1000:.0f} KB once it is unpacked"
        else:
            return table
        weights = {name: _size(part.texts) for name, part in self.parts.items()}
        raise self.exceeded(size, weights)

    def exceeded(self, size: str, weights: Mapping[str, float]) -> ValueError:
        """Say how much it would take, what takes most of it, in bytes, and what would help."""
        heaviest = sorted(weights, key=weights.get, reverse=True)[:3]
        heaviest = [name for name in heaviest if weights[name] > 1000] or heaviest[:1]
        by_artist = ", ".join(
            f"{name}{' (still)' * (self.parts[name].what == 'still')} {weights[name] / 1000:.0f} KB"
            for name in heaviest
        )
        return ValueError(
            f"the live figure would take {size}, the limit is {self.kilobytes:g} KB: "
            f"{listed(self.counts)}; most of it: {by_artist}; "
            f"what helps: {', '.join(self._advice(heaviest[0]))}; most_kilobytes lifts the limit"
        )

    def _advice(self, heaviest: str) -> Iterator[str]:
        what = self.parts[heaviest].what
        if what in ("still", "drawn"):
            yield f"fewer points in {heaviest}"
            yield "rasterized=True, which makes an image of it"
        if what == "line":
            yield f"fewer points in {heaviest}"
        if what != "still" and max(self.counts.values()) > 1:
            largest = max(self.counts, key=self.counts.get)
            yield f"fewer positions of {largest} (a larger step)"


def _size(content: object) -> int:
    return len(packed(as_json(content)))


def _length(texts: Sequence[str]) -> int:
    return sum(map(len, texts))


def _ahead(part: Part, size: Callable[[Sequence[str]], int]) -> float:
    """How much more a part will take, by what its texts took after the first one."""
    missing, later = max(0, part.expected - len(part.texts)), len(part.texts) - 1
    return missing * (size(part.texts) - size(part.texts[:1])) / later if later > 0 else 0
