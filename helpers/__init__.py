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
from helpers.descriptions import show_figure
from helpers.exercises import check
from helpers.explorers import (
    explore_accumulation,
    explore_chain,
    explore_composition,
    explore_depth,
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
from helpers.graph_explorers import (
    explore_backward,
    explore_fit,
    explore_paths,
    explore_training,
)
from helpers.graphs import plot_diamond, plot_network, plot_neuron
from helpers.live import LiveFigure
from helpers.network import network_forward, network_gradient, network_loss, network_start
from helpers.plots import plot_boxes, plot_chain, plot_chain_deriv
from helpers.practice import practice
from helpers.predictions import ask
from helpers.source import show_source

__all__ = [
    "Array_Function",
    "Chain",
    "LiveFigure",
    "ask",
    "chain_deriv",
    "chain_deriv_2",
    "chain_deriv_3",
    "chain_length_2",
    "chain_length_3",
    "chain_values",
    "check",
    "deriv",
    "exact_deriv",
    "explore_accumulation",
    "explore_backward",
    "explore_chain",
    "explore_composition",
    "explore_depth",
    "explore_derivative",
    "explore_fit",
    "explore_function",
    "explore_nudge",
    "explore_paths",
    "explore_training",
    "hill",
    "leaky_relu",
    "network_forward",
    "network_gradient",
    "network_loss",
    "network_start",
    "plot_boxes",
    "plot_chain",
    "plot_chain_deriv",
    "plot_diamond",
    "plot_network",
    "plot_neuron",
    "practice",
    "show_figure",
    "show_source",
    "sigmoid",
    "square",
    "tanh",
    "valley",
]
