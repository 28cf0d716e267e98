"""The controls of a live figure: what they can be set to, and where they start."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    FloatText,
    IntSlider,
    RadioButtons,
    SelectionSlider,
    ToggleButtons,
    Widget,
)
from matplotlib.figure import Figure

from helpers.live.controls import column, readout
from helpers.live.figure import LiveFigure
from helpers.live.table import column_at

# The control, what update gets, the same in the browser, and which it is at the start.
CONTROLS = {
    "between steps": (FloatSlider(0.33, max=1, step=0.25), [0.0, 0.25, 0.5, 0.75, 1.0], None, 1),
    "max between steps": (FloatSlider(1, max=1, step=0.3), [0.0, 0.3, 0.6, 0.9], None, 3),
    "whole numbers": (IntSlider(4, min=-1, max=7, step=3), [-1, 2, 5], None, 2),
    "powers": (FloatLogSlider(9, min=-1, max=2, step=1), [0.1, 1.0, 10.0, 100.0], None, 2),
    "pairs": (SelectionSlider(options=[("a", -1), ("b", 2.5)], index=1), [-1, 2.5], [0, 1], 1),
    "a dict": (Dropdown(options={"a": 3, "b": 4}, value=4), [3, 4], [0, 1], 1),
    "a list": (RadioButtons(options=["p", "q"]), ["p", "q"], [0, 1], 0),
    "a string": (ToggleButtons(options="xy", value="y"), ["x", "y"], [0, 1], 1),
    "a tick": (Checkbox(True), [False, True], None, 1),
    "one position": (IntSlider(3, min=3, max=3), [3], None, 0),
    "triples": (Dropdown(options=[(1, 2, 3), (4, 5, 6)]), [(1, 2, 3), (4, 5, 6)], [0, 1], 0),
    "singles": (Dropdown(options=[(1,), (2,)]), [(1,), (2,)], [0, 1], 0),
    "a pair and a word": (Dropdown(options=[("a", 1), "b"]), [("a", 1), "b"], [0, 1], 0),
    "two letters": (Dropdown(options=["ab", "cd"]), ["ab", "cd"], [0, 1], 0),
    "noise of floats": (FloatSlider(max=0.7, step=0.1), [k / 10 for k in range(8)], None, 0),
    "more noise": (FloatSlider(max=700, step=0.7), [7 * k / 10 for k in range(1001)], None, 0),
    "tiny steps": (FloatSlider(max=2e-10, step=1e-10), [0.0, 1e-10, 2e-10], None, 0),
    "large": (IntSlider(10**15, min=10**15, max=10**15 + 1), [10**15, 10**15 + 1], None, 0),
    "many": (IntSlider(1, min=1, max=10_000), list(range(1, 10_001)), None, 0),
}


@pytest.mark.parametrize("kind", CONTROLS)
def test_each_kind_of_control_has_its_positions(kind: str) -> None:
    control, values, in_browser, start = CONTROLS[kind]
    got = []
    live = LiveFigure(Figure(), lambda v: got.append(v) or str(v), v=control)
    assert got[2 : 2 + len(values)] == values, "after two looks at the start"
    assert [type(value) for value in got[2 : 2 + len(values)]] == [type(v) for v in values]
    assert {*got[:2], got[-1]} == {values[start]}, "and last the one at the start"
    (known,) = live.picture.positions
    in_browser = in_browser or values
    trait = "value" if in_browser is values else "index"
    assert (known["name"], known["trait"], known["values"]) == ("v", trait, in_browser)
    assert len(known["labels"]) == len(values)
    assert getattr(control, trait) == in_browser[start]
    sentences = live.picture.scenes[0]["columns"][0]
    for k, value in [*enumerate(values)][:5]:
        assert column_at(sentences, [k]) == str(value)


# The control, what it is on a page, and what stands there.
SHOWN = [
    (FloatSlider(max=0, min=-1, step=0.5), "range", ["−1.00", "−0.50", "0.00"]),
    (IntSlider(min=-1, max=1), "range", ["−1", "0", "1"]),
    (FloatLogSlider(min=-1, max=3, step=2), "range", ["0.100", "10.0", "1.00e+3"]),
    (SelectionSlider(options=[("a < b", 1), ("c", 2)]), "range", ["a < b", "c"]),
    (Dropdown(options={"a": 1, "b": 2}), "select", ["a", "b"]),
    (RadioButtons(options=[2, 5]), "radio", ["2", "5"]),
    (ToggleButtons(options="xy"), "buttons", ["x", "y"]),
    (Checkbox(), "checkbox", ["off", "on"]),
]


@pytest.mark.parametrize(("control", "element", "labels"), SHOWN)
def test_what_a_control_shows(control: Widget, element: str, labels: list[str]) -> None:
    (known,) = LiveFigure(Figure(), lambda v: "", v=control).picture.positions
    assert (known["element"], known["labels"]) == (element, labels)


# As d3-format 3.1 writes them, with which ipywidgets' sliders do it.
READOUTS = [
    (-1, ".2f", "−1.00"),
    (-0.001, ".2f", "0.00"),
    (0.125, ".2f", "0.13"),
    (1.005, ".2f", "1.00"),
    (2.5, ".0f", "3"),
    (1234.5, ",.1f", "1,234.5"),
    (1000, ".3g", "1.00e+3"),
    (10, ".3g", "10.0"),
    (100, ".3g", "100"),
    (0.00001, ".3g", "0.0000100"),
    (1e-7, ".3g", "1.00e-7"),
    (0, ".3g", "0.00"),
    (12345, ".3g", "1.23e+4"),
    (-0.5, "e", "−5.000000e-1"),
    (1e-7, ".1e", "1.0e-7"),
    (1234567, ",d", "1,234,567"),
    (-3, "d", "−3"),
    (2.5, "d", "3"),
    (0.256, ".0%", "26%"),
    (2, "+.1f", "+2.0"),
    (0, "+.1f", "+0.0"),
    (-2, "+.1f", "−2.0"),
    (3, "f", "3.000000"),
    (-1.5, "", "−1.5"),
]


@pytest.mark.parametrize(("value", "form", "expected"), READOUTS)
def test_numbers_beside_a_slider_are_those_of_ipywidgets(
    value: float, form: str, expected: str
) -> None:
    assert readout(value, form) == expected


def test_the_browser_gets_the_controls_in_their_order() -> None:
    controls = {"x": IntSlider(max=3, description="a slider"), "y": Checkbox()}
    live = LiveFigure(Figure(), lambda x, y: "", **controls)
    assert live.children == (*controls.values(), live.picture)
    assert live.picture.controls == list(controls.values())
    assert live.controls == controls
    state = live.picture.get_state()
    assert [known["name"] for known in live.picture.positions] == ["a slider", "y"]
    assert state["controls"] == [f"IPY_MODEL_{one.model_id}" for one in controls.values()]
    # JupyterLab shows what stands in the control.
    assert [control.description for control in controls.values()] == ["a slider", "y"]


CHOSEN = "control v must have one of its options chosen, got none"
DISCRETE = r"control v must have discrete positions: finite min and max and a step above 0"
WRONG = [
    (FloatSlider(max=1, step=None), DISCRETE),
    (FloatSlider(max=1, step=0), DISCRETE),
    (FloatSlider(max=1, step=-0.1), DISCRETE + ", got min 0.0, max 1.0, step -0.1"),
    (FloatSlider(max=np.inf, step=1), DISCRETE),
    (FloatSlider(min=-np.inf, max=0, step=1), DISCRETE),
    (FloatSlider(max=1, step=np.nan), DISCRETE),
    (Dropdown(options=["a"], value=None), CHOSEN),
    (Dropdown(options=[]), CHOSEN),
    (FloatSlider(max=1e-10, step=0.99e-10), "a step of at least 1e-10, got step 9.9"),
    (FloatSlider(-1e8, min=-1e8, max=-1e8 + 1, step=0.009), "at least 0.01, got step 0.0"),
    (
        FloatSlider(max=1e6, step=1e-4),
        "would have 10,000,000,001 pos.*is 10,000: v has.*give v fewer",
    ),
    (IntSlider(max=10_000), "would have 10,001 positions, the limit is 10,000: v has 10,001 pos"),
    (FloatSlider(min=-1e308, max=1e308, step=1), "would have inf positions"),
]


@pytest.mark.parametrize(("control", "message"), WRONG)
def test_a_control_without_positions_that_can_be_told_apart(control: Widget, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        LiveFigure(Figure(), lambda v: "", v=control)


@pytest.mark.parametrize("control", [FloatText(), 3, [1, 2]], ids=repr)
def test_a_control_of_another_kind(control: object) -> None:
    message = f"control v must be a FloatSlider.* or Checkbox, got {type(control).__name__}$"
    with pytest.raises(TypeError, match=message):
        LiveFigure(Figure(), lambda v: "", v=control)


@pytest.mark.parametrize("name", ["self", "figure", "update", "quest", "answer"])
def test_a_control_with_the_name_of_a_parameter(name: str) -> None:
    with pytest.raises(TypeError, match=f"control cannot be called {name}, .* give it another"):
        LiveFigure(Figure(), lambda v: "", v=Checkbox(), **{name: Checkbox()})


def test_no_control() -> None:
    with pytest.raises(ValueError, match="controls must hold at least one control"):
        LiveFigure(Figure(), lambda: "")


def test_a_table_of_too_many_rows() -> None:
    controls = {"x": IntSlider(max=99), "fine": IntSlider(max=110)}
    message = (
        "11,100 positions, .* 10,000: x has 100 positions, fine has 111 positions; give fine f"
    )
    with pytest.raises(ValueError, match=message):
        LiveFigure(Figure(), lambda x, fine: "", **controls)


# ---- Columns: strings over the positions ----

WORDS = st.sampled_from(["", "0.5", "-" * 80, "∂f₁" * 20, "<b>", '"', "\\"])
STRINGS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@settings(deadline=None, database=None)
@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_strings_in_parts_are_the_strings(data: st.DataObject, shape: list[int]) -> None:
    count = int(np.prod(shape))
    strings = data.draw(st.lists(st.none() | STRINGS, min_size=count, max_size=count))
    held = column(strings, shape)
    for position, string in zip(itertools.product(*map(range, shape)), strings, strict=True):
        if string is not None:  # where nothing is shown, it may be any
            assert column_at(held, position) == string


COLUMNS = [
    (["b0 c", "b1 c", "b2 c"] * 2, [2, 3], ["", " c"], [([0, 1], "b0 b1 b2", None)]),
    (
        [f"{a}{'-' * 99} is {b}{'-' * 99}" for a in "xy" for b in "12"],
        [2, 2],
        ["", " is ", ""],
        [([1, 0], f"x{'-' * 99} y{'-' * 99}", None), ([0, 1], f"1{'-' * 99} 2{'-' * 99}", None)],
    ),
    (["same words"] * 4, [4], ["same words"], []),
    ([None, "a", None, "b"], [4], ["", ""], [([1], "a a a b", None)]),
    ([None, None], [2], [""], []),
    (
        ["long words"] * 9 + ["other"],
        [10],
        ["", ""],
        [([1], ["long words", "other"], "0 0 0 0 0 0 0 0 0 1")],
    ),
    (["a", "", "a"], [3], ["", ""], [([1], ["a", "", "a"], None)]),
    (["a " * 30 + word for word in "bc"], [2], ["a " * 30, ""], [([1], "b c", None)]),
]


@pytest.mark.parametrize(("strings", "shape", "texts", "parts"), COLUMNS, ids=str)
def test_a_column_is_stored_once_where_it_does_not_change(
    strings: list, shape: list[int], texts: list[str], parts: list[tuple]
) -> None:
    held = column(strings, shape)
    found = [(part["strides"], part["values"], part.get("places")) for part in held["parts"]]
    assert (held["texts"], found) == (texts, parts)


def test_many_changing_words_are_one_part() -> None:
    def parts(count: int) -> int:
        rows = [[f"{row % (k + 2)}{'-' * 99}" for k in range(count)] for row in range(30)]
        return len(column([" ".join(row) for row in rows], [30])["parts"])

    assert (parts(24), parts(25)) == (24, 1)
