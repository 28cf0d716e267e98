from .answers.ask import ask
from .answers.exercises import check, yours_or_ours
from .answers.practice import practice
from .answers.quests import quest
from .autodiff import Value
from .chain import (
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
from .figures.boxes import plot_boxes
from .figures.curves import plot_chain, plot_chain_deriv
from .figures.describe import show_figure
from .figures.graphs import plot_diamond, plot_network, plot_neuron
from .figures.recorded import plot_graph
from .figures.source import show_source
from .functions import (
    Array_Function,
    exact_deriv,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)
from .live.figure import LiveFigure
from .live.quest import Quest
from .network import network_forward, network_gradient, network_loss, network_start
from .views.branches import explore_backward, explore_paths
from .views.chains import (
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_nudge,
)
from .views.joins import explore_product, explore_sum
from .views.knobs import explore_knobs
from .views.one_function import explore_derivative, explore_function
from .views.stretch import explore_stretch
from .views.sweeps import explore_sweeps
from .views.training import explore_downhill, explore_fit, explore_training, explore_units

__all__ = [
    "Array_Function",
    "Chain",
    "LiveFigure",
    "Quest",
    "Value",
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
    "explore_backward",
    "explore_chain",
    "explore_chain_deriv",
    "explore_composition",
    "explore_depth",
    "explore_derivative",
    "explore_downhill",
    "explore_fit",
    "explore_function",
    "explore_knobs",
    "explore_nudge",
    "explore_paths",
    "explore_product",
    "explore_stretch",
    "explore_sum",
    "explore_sweeps",
    "explore_training",
    "explore_units",
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
    "plot_graph",
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
    "yours_or_ours",
]
