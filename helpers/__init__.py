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
