"""Shared code of the chain rule tutorial: start reading at `helpers.chain`."""

from helpers.answers.drill import practice
from helpers.answers.exercises import check
from helpers.answers.predictions import ask
from helpers.answers.quests import quest
from helpers.chain import (
    Chain,
    chain_deriv,
    chain_deriv_2,
    chain_deriv_3,
    chain_length_2,
    chain_length_3,
    chain_slopes,
    chain_values,
    deriv,
)
from helpers.figures.boxes import plot_boxes
from helpers.figures.curves import plot_chain, plot_chain_deriv
from helpers.figures.describe import show_figure
from helpers.figures.graphs import plot_diamond, plot_network, plot_neuron
from helpers.figures.source import show_source
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
from helpers.live.figure import LiveFigure
from helpers.live.quests import Quest
from helpers.network import network_forward, network_gradient, network_loss, network_start
from helpers.views.branches import explore_backward, explore_paths
from helpers.views.chains import (
    explore_accumulation,
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_nudge,
)
from helpers.views.one_function import explore_derivative, explore_function
from helpers.views.stretch import explore_stretch
from helpers.views.training import explore_fit, explore_training

__all__ = [
    "Array_Function",
    "Chain",
    "LiveFigure",
    "Quest",
    "ask",
    "chain_deriv",
    "chain_deriv_2",
    "chain_deriv_3",
    "chain_length_2",
    "chain_length_3",
    "chain_slopes",
    "chain_values",
    "check",
    "deriv",
    "exact_deriv",
    "explore_accumulation",
    "explore_backward",
    "explore_chain",
    "explore_chain_deriv",
    "explore_composition",
    "explore_depth",
    "explore_derivative",
    "explore_fit",
    "explore_function",
    "explore_nudge",
    "explore_paths",
    "explore_stretch",
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
    "quest",
    "show_figure",
    "show_source",
    "sigmoid",
    "square",
    "tanh",
    "valley",
]
