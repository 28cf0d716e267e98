"""The page for which figures are drawn."""

from typing import Literal

PHONE = 3.75
"""Inches: so wide a phone shows a drawing a third larger than it is, 9 points as 12 pixels."""

narrow: Literal[False, True, "only"] = False
"""Whether figures made from now on get drawings for narrow pages, too, or only those.

The website asks for both, and Python in one of its pages for those that the page needs.
"""
