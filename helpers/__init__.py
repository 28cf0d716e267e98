"""Shared code of the chain rule tutorial: start reading at `helpers.chain`."""

from helpers.chain import (
    Chain,
    chain_deriv,
    chain_deriv_2,
    chain_deriv_3,
    chain_length_2,
    chain_length_3,
    chain_values,
    deriv,
)
from helpers.explorers import (
    explore_chain,
    explore_composition,
    explore_derivative,
    explore_function,
    explore_nudge,
)
from helpers.functions import (
    Array_Function,
    exact_deriv,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.live import LiveFigure
from helpers.plots import plot_boxes, plot_chain, plot_chain_deriv
from helpers.source import show_source

__all__ = [
    "Array_Function",
    "Chain",
    "LiveFigure",
    "chain_deriv",
    "chain_deriv_2",
    "chain_deriv_3",
    "chain_length_2",
    "chain_length_3",
    "chain_values",
    "deriv",
    "exact_deriv",
    "explore_chain",
    "explore_composition",
    "explore_derivative",
    "explore_function",
    "explore_nudge",
    "hill",
    "leaky_relu",
    "plot_boxes",
    "plot_chain",
    "plot_chain_deriv",
    "show_source",
    "sigmoid",
    "square",
    "tanh",
    "valley",
]
