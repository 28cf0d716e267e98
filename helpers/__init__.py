"""Shared code of the chain rule tutorial: start reading at `helpers.chain`.

What it offers, and in which module each name lives, stands in the file `__init__.pyi` beside this
one. A name's module is imported when the name is first used: `square` needs neither Matplotlib nor
widgets.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
