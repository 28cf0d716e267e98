"""The rules, right and wrong: what each gives where one can calculate by hand.

valley, hill and square are parabolas, whose central difference is exact. All values of a topic
differ: no rule can be taken for another one.
"""

import re

import numpy as np
import pytest

from helpers.answers import mistakes
from helpers.answers.mistakes import CHAIN_2, CHAIN_3, Topic
from helpers.autodiff import Value
from helpers.functions import hill, leaky_relu, sigmoid, square, valley

TOPICS = {name: topic for name, topic in vars(mistakes).items() if isinstance(topic, Topic)}
LOG_3 = np.log(3)  # there the sigmoid is 3/4, and its slope 3/16
THREE_PATHS = [[2, 3, 5], [7, 11], [17]]
LEAF = Value(0.0)
TWICE = Value(0.0, [(LEAF, 3.0), (LEAF, 4.0)])
ONCE = Value(0.0, [(LEAF, 5.0)])
JOIN = Value(0.0, [(TWICE, 2.0), (ONCE, 7.0)])
END = Value(2.0, [(JOIN, 11.0)])
GRAPH = [LEAF, TWICE, ONCE, JOIN, END]
"""Two paths meet before the end, one of them through a box that takes the same number twice."""
for box in GRAPH:
    box.slope = 0.5  # of an earlier walk

# For each topic that is no part of another one: arguments (a list of several, where no single
# answer tells all mistakes apart), what the right rule gives for them, and what each mistake gives.
PINNED = {
    "SQUARE": ((square, np.array([3.0, -1.0])), [9, 1], {
        "doubled": [6, -2], "base_and_exponent_swapped": [8, 0.5],
        "sign_of_value_swapped": [-9, -1], "input_unchanged": [3, -1],
    }),
    "LEAKY_RELU": ((leaky_relu, np.array([-0.5, 0.5])), [-0.1, 0.5], {
        "nothing_leaks": [0, 0.5], "input_unchanged": [-0.5, 0.5], "all_leak": [-0.1, 0.1],
        "smaller_kept": [-0.5, 0.1], "sign_of_value_swapped": [0.1, -0.5],
    }),
    "ANY_LEAK_IN_CODE": ([(np.array([-0.5, 0.5]), 0.1), (np.array([-0.5, 0.5]), 1.5)],
                         [[-0.05, 0.5], [-0.75, 0.5]], {
        "always_a_fifth": [[-0.1, 0.5], [-0.1, 0.5]], "nothing_leaks": [[0, 0.5], [0, 0.5]],
        "input_unchanged": [[-0.5, 0.5], [-0.5, 0.5]],
        "all_leak": [[-0.05, 0.05], [-0.75, 0.75]],
        "sides_swapped": [[-0.5, 0.05], [-0.5, 0.75]],
        "larger_kept": [[-0.05, 0.5], [-0.5, 0.75]],
        "leak_sign_swapped": [[0.05, 0.5], [0.75, 0.5]],
        "leak_is_constant": [[0.1, 0.5], [1.5, 0.5]],
    }),
    "SIGMOID": ((sigmoid, np.array([LOG_3, -LOG_3])), [0.75, 0.25], {
        "sign_of_input_swapped": [0.25, 0.75], "taken_for_odd": [-0.25, -0.75],
        "one_forgotten": [3, 1 / 3], "not_inverted": [4 / 3, 4],
        "input_unchanged": [LOG_3, -LOG_3], "sign_of_value_swapped": [-0.75, -0.25],
    }),
    "SQUEEZED_IN_CODE": ((np.array([LOG_3, -LOG_3]), 2.0, 10.0), [8, 4], {
        "from_0_to_1": [0.75, 0.25], "not_lifted": [6, 2], "too_wide": [9.5, 4.5],
        "low_forgotten": [7.5, 2.5], "cut_off": [2, 2], "ends_swapped": [4, 8],
        "input_moved": [1 / (1 + np.e**-2 / 3**8), 1 / (1 + np.e**-2 * 3**8)],
    }),
    "SLOPE_OF_ONE": ((hill, np.array([1.0, 9.0]), 0.1), [-2, -6], {
        "value_not_slope": [4, -28], "slope_sign_swapped": [2, 6], "run_halved": [-4, -12],
        "rise_alone": [-0.4, -1.2], "run_per_rise": [-0.5, -1 / 6],
        "slope_at_the_output": [-3.5, 12.5], "output_per_input": [4, -28 / 9],
        "slope_times_input": [-2, -54],
    }),
    "CHANGE_IN_CODE": ((hill, np.array([1.0, 5.0]), 0.5), [-1, -2], {
        "slope_alone": [-2, -4], "change_unchanged": 0.5, "slope_and_change_added": [-1.5, -3.5],
        "value_times_change": [2, -4], "slope_divided_by_change": [-4, -8], "new_output": [3, -10],
        "direction_swapped": [1, 2], "really": [-1.0625, -2.0625],
        "slope_at_the_end": [-1.125, -2.125],
    }),
    "DIFFERENCE_IN_CODE": ((square, np.array([1.3, -0.7]), 0.3), [2.6, -1.4], {
        "divided_by_delta": [5.2, -2.8], "one_sided": [2.9, -1.1], "one_sided_left": [2.3, -1.7],
        "one_step_of_two": [1.45, -0.55], "sign_swapped": [-2.6, 1.4],
        "run_without_brackets": [0.234, -0.126],
        "rise_without_brackets": [0.89333333, -1.50666667], "both_without_brackets": [2.41, 0.01],
        "rise_not_divided": [1.56, -0.84], "values_on_both_sides_added": [5.9333333, 1.9333333],
        "run_over_rise": [0.38461538, -0.71428571], "rise_times_run": [0.936, -0.504],
        "divided_by_2": [0.78, -0.42], "divided_by_half_a_delta": [10.4, -5.6],
        "divided_by_place": [0.975, 2.1],
    }),
    "NESTING": (([valley, hill], np.array([5.0, -5.0])), [4, 7.75], {
        "value_order_swapped": [4.25, 8], "values_multiplied": [-8, -28],
        "values_added": [-7, 3], "first_box_forgotten": [-8, 7], "last_box_forgotten": [1, -4],
        "chain_input_unchanged": [5, -5],
    }),
    "NESTING_ANY": (([square, valley, hill], np.array([2.0, 3.0])), [7.609375, -92], {
        "value_order_swapped": [37.324463, 64], "values_multiplied": [-40.25, 36],
        "values_added": [0, 4], "first_box_forgotten": [1.75, -1],
        "last_box_forgotten": [-1.75, 17], "chain_input_unchanged": [2, 3],
        "only_first_box": [4, 9],
    }),
    "CHAIN_2_IN_CODE": (([valley, hill], np.array([5.0, -5.0])), [-6, -1], {
        "outer_slope_at_x": [-12, -2], "inner_factor_forgotten": [-2, 0.5],
        "outer_factor_forgotten": [3, -2], "slopes_added": [1, -1.5], "slopes_nested": [-3, -0.5],
        "inner_slope_at_f1": [-2, -0.75], "order_swapped": [14, 4],
        "nesting_taken_for_product": [-28, -18], "value_for_outer_slope": [12, -15.5],
        "value_for_inner_slope": [-2, -2], "chain_value_not_slope": [4, 7.75],
        "inner_slope_inside": [-3, -5.5], "chain_sign_swapped": [6, 1],
        "inner_factor_twice": [-18, 2], "second_derivative": [-5.5, -1.75],
        "slope_sent_into_box": [-9, 1], "nothing_moves": 0,
    }),
    # The whole chain has the slopes −6, −1 and 2, and the values 4, 7.75 and 4. At its kink the
    # last one is measured as (1 + 0.04) / 2, and by the rule as 0.6 · 0.6.
    "FIRST_SLOPE": ((hill, np.array([1.0, 5.0]), np.array([6.0, -2.0])), [-3, 0.5], {
        "multiplied_once_more": [-12, 8], "upside_down": [-1 / 3, 2],
        "slope_of_box_2_taken_away": [8, 2], "divided_by_value": [1.5, 0.25],
        "divided_by_what_arrives": [6, -0.4], "slope_of_box_2_at_a_slope": [-4 / 3, 4],
        "slope_of_box_2_alone": [-2, -4],
    }),
    "GRADIENT_CHECK": ([
        ([valley, hill], np.array([5.0, -5.0, 1.0]), np.array([-8.0, 2.0, 3.0])),
        ([valley, hill], np.array([5.0, -5.0, 1.0]), np.array([-11.0, -0.5, 3.0])),
        ([leaky_relu, leaky_relu], np.array([-1.0, 0.0, 1.0]), np.array([0.04, 0.3, 1.1])),
    ], [3, 5, 0.22], {
        "signs_kept": [3, 1, 0.1], "signs_kept_swapped": [2, 5, 0.22],
        "mean_distance": [2, 6.5 / 3, 0.32 / 3], "smallest_distance": [1, 0.5, 0],
        "compared_with_values": [12, 15, 0.3], "compared_with_the_rule": [3, 5, 0.1],
        "largest_slopes_compared": [1, 1, 0.1],
    }),
    "CHAIN_3_IN_CODE": (([square, valley, hill], np.array([2.0, 3.0])), [-6.25, -300], {
        "outer_slope_at_x": [-15, -36], "inner_factor_forgotten": [-1.5625, -50],
        "outer_factor_forgotten": [10, 30], "slopes_added": [5.875, 1],
        "slopes_nested": [-2.75, -3.25], "inner_slope_at_f1": [1.875, -1620],
        "order_swapped": [42.001953, 0], "nesting_taken_for_product": [27.75, 114],
        "value_for_outer_slope": [76.09375, -2760], "value_for_inner_slope": [-6.25, -450],
        "chain_value_not_slope": [7.609375, -92], "inner_slope_inside": [-274.5625, -10289.9375],
        "chain_sign_swapped": [6.25, 300], "middle_factor_forgotten": [-2.5, -60],
        "one_box_late": [-21, -72], "last_slope_at_x": [-25, -90],
        "last_slope_one_box_early": [-35, -180], "slopes_at_the_outputs": [15.9140625, 7209],
        "last_slope_alone": [-0.625, -10],
        "inner_factor_twice": [-25, -1800], "second_derivative": [-58.125, -730],
        "slope_sent_into_box": [-27.5, -68.25], "nothing_moves": 0, "first_slope_alone": [4, 6],
    }),
    "FROM_RIGHT": (([2, 3, 5],), [30, 15, 5], {
        "from_the_left": [2, 6, 30], "from_the_left_put_first": [30, 6, 2],
        "last_box_first": [5, 15, 30], "own_box_left_out": [15, 5, 1],
        "slopes_after_added": [10, 8, 5], "whole_for_every_knob": [30, 30, 30],
        "slopes_not_multiplied": [2, 3, 5],
    }),
    "PATHS_IN_CODE": ((THREE_PATHS,), 124, {
        "second_path_forgotten": 30, "overwritten": 17, "paths_multiplied": 39270,
        "slopes_along_paths_added": 45, "join_forgotten": 27, "slopes_of_factors_multiplied": 165,
        "own_factor": 334, "paths_subtracted": -64,
        "second_join_forgotten": 41, "same_factor_twice": 54, "first_join_forgotten": 92,
        "second_join_alone": 37, "slopes_multiplied_in_second": 195, "values_only": 238,
    }),
    "PATHS_FROM_Y": (([[2, 3, 5], [7]],), 37, {
        "second_path_forgotten": 30, "overwritten": 7, "paths_multiplied": 210,
        "slopes_along_paths_added": 17, "join_forgotten": 16, "slopes_of_factors_multiplied": 15,
        "own_factor": 107, "paths_subtracted": 23,
        "second_join_forgotten": 31, "same_factor_twice": 32, "first_join_forgotten": 22,
        "slopes_multiplied_in_second": 45, "values_only": 14, "slope_in_x": 12,
    }),
    "PATHS_OF_A_SUM": ((THREE_PATHS,), 124, {
        "paths_multiplied": 39270, "slopes_along_paths_added": 45, "join_forgotten": 27,
        "paths_subtracted": -64,
        "path_1_forgotten": 94, "path_2_forgotten": 47, "path_3_forgotten": 107,
        "path_1_alone": 30, "path_2_alone": 77, "path_3_alone": 17, "own_factor_in_product": 144,
    }),
    # The factors 3, 5 and 7 have the slopes 2, 11 and 13.
    "THREE_PATHS": (([[7, 5, 2], [7, 3, 11], [15, 13]],), 496, {
        "path_1_forgotten": 426, "path_2_forgotten": 265, "path_3_forgotten": 301,
        "first_path_alone": 70, "second_path_alone": 231, "last_path_alone": 195,
        "paths_multiplied": 3153150, "other_factors_forgotten": 26,
        "slopes_of_three_multiplied": 286, "own_factor_for_others": 152,
        "paths_after_the_first_subtracted": -356,
    }),
    "LAYERS": ((np.array([3.0, -2.0]), 0.5, 4), [5.0625, 1], {
        "layers_added": [6, -4], "weight_only_once": [0.1875, -0.125], "weight_forgotten": 0.0625,
        "slope_only_once": [40.5, 8], "box_forgotten": [81, 16], "single_layer": [1.5, -1],
        "one_layer_missing": [3.375, -1], "weight_added": [150.0625, 5.0625],
    }),
    # 0.25⁹ is 0.0000038; 0.9⁶ is 0.53, and 0.9⁷ 0.48; 0.5² is 0.25.
    "LAYERS_THAT_LAST": ([(0.25, 1e-6), (0.9, 0.5), (0.5, 0.25)], [9, 6, 2], {
        "one_layer_too_deep": [10, 7, 3], "equal_taken_for_below": [9, 6, 1],
        "part_of_a_layer": [9.9657843, 6.5788135, 2],
        "layers_rounded": [10, 7, 2], "slopes_subtracted": [1, 5, 1],
    }),
    "SKIP": ((hill, np.array([-4.0, 1.0])), [1.5, -1], {
        "path_around_forgotten": [0.5, -2], "value_of_path_around": [-3.5, -1],
        "layer_value_not_slope": [3.75, 5], "value_of_box": [8.75, 5],
        "skip_subtracted": [0.5, 3], "slope_at_output_of_layer": [-2.375, -3],
    }),
    # 1 goes on as 5 and −3, 3 as 2 and 3.75: there the hill has the slopes −2, −4, 0, and −3, −2.5,
    # −3.375.
    "SKIPS": ((hill, np.array([1.0, 3.0]), 2), [3, 3], {
        "skips_forgotten": [8, 7.5], "number_stays": [1, 4], "number_without_skip": [2.5, 0],
        "values_of_skips": [-1, 0], "slopes_of_layers_added": [-4, -3.5],
        "skip_around_all": [9, 8.5], "number_moved_first": [-3, 3.5625],
        "one_skip_layer_alone": [-1, -2], "last_skip_layer_alone": [-3, -1.5],
        "box_not_multiplied": [-5, -4.5], "path_around_not_multiplied": [5, 6],
    }),
    "SLOPE_IN_W": ((2.0, LOG_3 - 6, 3.0, np.array([0.5, 1.0])), [0.28125, -0.28125], {
        "input_forgotten": [0.09375, -0.09375], "activation_forgotten": [1.5, -1.5],
        "loss_forgotten": 0.5625, "two_forgotten": [0.140625, -0.140625],
        "loss_for_its_slope": [0.03515625, 0.03515625],
        "activation_slope_at_output": [0.32684247, -0.32684247],
        "activation_value": [1.125, -1.125], "weight_for_input": [0.1875, -0.1875],
        "error_sign_swapped": [-0.28125, 0.28125],
    }),
    # From 1 to 3, where 4w is 12; the slope is 2 · (4 − 12) · 4 = −64.
    "RATE_TO_BOTTOM": ((1.0, 4.0, 12.0), 1 / 32, {
        "rate_below_zero": -1 / 32, "distance_alone": 2, "slope_for_rate": -64,
        "slope_per_distance": 32, "two_of_rate_forgotten": 1 / 16,
        "input_of_rate_forgotten": 1 / 8, "weight_to_target": 11 / 64,
    }),
    # The line misses the three points by 1, −2 and 3.
    "SLOPE_OF_LINE": ((5.0, -2.0, np.array([-1.0, -5.0, 2.0]), np.array([-8.0, -25.0, 5.0])), 10, {
        "mean_forgotten": 30, "input_of_line_forgotten": 1.3333333, "two_of_line_forgotten": 5,
        "line_error_sign_swapped": -10, "last_point_alone": 12, "last_point_of_mean": 4,
        "first_point_alone": -2, "first_point_of_mean": -0.6666667,
        "last_point_left_out": 6, "loss_of_line": 4.6666667,
        "weight_of_line_for_input": 6.6666667, "divided_twice": 3.3333333,
        "factors_added_separately": -5.3333333, "means_of_factors_multiplied": -1.7777778,
        "error_squared": -1, "ten_points": 3,
    }),
    # The sigmoids are 3/4 and 1/2, their slopes 3/16 and 1/4; p is 1, and the loss has the slope 3.
    "SLOPES_IN_W1": ((np.array([3.0, -1.0]), np.array([LOG_3 - 6, 2.0]), np.array([4.0, 6.0]),
                      -5.0, 2.0, -0.5), [4.5, 9], {
        "unit_weight_forgotten": [1.125, 1.5], "unit_slope_forgotten": [24, 36],
        "unit_input_forgotten": [2.25, 4.5], "unit_slope_at_output": [5.2294799, 8.4601336],
        "unit_value": [18, 18], "first_weight_for_second": [3.375, -1.5],
        "first_weight_for_input": [6.75, -4.5],
        "unit_slope_at_prediction": [4.7186864, 7.0780296],
        "unit_slope_at_x": [2.5198461, 3.7797691], "slopes_before_lost": [0.375, 0.5],
        "unit_for_weight": [0.84375, 0.75], "unit_weights_added": [11.25, 15],
        "walk_ended_at_units": [12, 18],
    }),
    "STEP": ((3.0, np.array([-3.0, 2.0]), 0.4), [4.2, 2.2], {
        "step_uphill": [1.8, 3.8], "rate_forgotten": [6, 1], "uphill_without_rate": [0, 5],
        "knob_forgotten": [1.2, -0.8], "rate_times_slope": [-1.2, 0.8], "slope_forgotten": 2.6,
        "step_times_knob": [6.6, 0.6], "divided_by_rate": [10.5, -2],
    }),
    "PRODUCT_BOX": ((7.0, 3.0), [21, 3, 7], {
        "own_factor_noted": [21, 7, 3], "product_with_slopes_of_a_sum": [21, 1, 1],
        "product_noted": [21, 21, 21],
    }),
    "ORDER": ((END,), [0, 0, 0, 0], {
        "box_before_inputs": [0, 0, 5, 1], "box_not_listed": [5, 0, 0, 1],
        "inputs_not_visited": [3, 0, 0, 0], "end_alone": [4, 0, 0, 0],
        "listed_in_the_loop": [1, 2, 1, 0], "one_input_visited": [1, 0, 0, 0],
    }),
    "BACKWARD": ((GRAPH,), [539, 22, 77, 11, 1], {
        "arrow_overwrites": [88, 22, 77, 11, 1], "not_cleared": [570, 23.5, 81, 11.5, 1],
        "walked_forward": [0, 0, 0, 11, 1], "arrow_slope_forgotten": [3, 1, 1, 1, 1],
        "box_slope_forgotten": [12, 2, 7, 11, 1], "box_and_arrow_added": [59, 14, 19, 12, 1],
        "value_of_end": [1078, 44, 154, 22, 2],
        "end_not_started": [0, 0, 0, 0, 0], "arrow_subtracts": [-539, 22, 77, -11, 1],
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", PINNED)
def test_each_rule_gives_what_is_calculated_by_hand(name):
    topic, (arguments, right, wrong) = TOPICS[name], PINNED[name]
    assert [mistake.name for mistake in topic.mistakes] == list(wrong)
    rules = {"right": topic.right} | {mistake.name: mistake.rule for mistake in topic.mistakes}
    for rule, expected in ({"right": right} | wrong).items():
        if isinstance(arguments, list):
            actual = [rules[rule](*each) for each in arguments]
        else:
            actual = rules[rule](*arguments)
        np.testing.assert_allclose(actual, expected, rtol=2e-6, atol=2e-6, err_msg=rule)
    assert len({str(value) for value in [right, *wrong.values()]}) == 1 + len(wrong)


def test_every_mistake_is_pinned():
    pinned = [mistake for name in PINNED for mistake in TOPICS[name].mistakes]
    assert all(mistake in pinned for topic in TOPICS.values() for mistake in topic.mistakes)


def test_rules_of_a_longer_chain_hold_for_two_boxes():
    further = CHAIN_3.mistakes[len(CHAIN_2.mistakes) :]
    assert [mistake.rule([valley, hill], 5.0) for mistake in further] == pytest.approx(
        [-2 * 3, -4 * 3, -4 * 3, -4 * 3, -3.5 * 1, -2]
    )


# ---- What stands beside a rule ----


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_a_hint_says_what_it_is_and_not_the_answer(topic):
    hints = [mistake.hint for mistake in topic.mistakes]
    assert len(set(hints)) == len(hints) > 0
    for hint in hints:
        assert re.fullmatch(r"[A-Z]\S*( \S+)*[.?]", hint), hint
        # The 2 of a formula may be named; 0.37 or 12 would be an answer.
        assert not re.search(r"\d[.,]?\d|[=≈]\s*[−-]?\d", hint), hint


STEPS = {
    "SQUARE": ((square, -3.0), [
        "To square a number is to multiply it by itself.",
        "−3 × (−3) = 9"]),
    "LEAKY_RELU": ((leaky_relu, -3.0), [
        "The candidates are 0.2 × (−3) = −0.6 and −3.",
        "The larger one is −0.6."]),
    "ANY_LEAK_IN_CODE": ((-3.0, 0.1), [
        "−3 is not positive: a share of it comes out.",
        "0.1 × (−3) = −0.3"]),
    "SQUEEZED_IN_CODE": ((0.0, 2.0, 10.0), [
        "The sigmoid of 0 is about 0.5: so much of the way from `low` to `high`.",
        "All of that way is 10 − 2 = 8."]),
    "SIGMOID": ((sigmoid, -0.5), [
        "e to the power of 0.5 is about 1.6487.",
        "1 / (1 + 1.6487) ≈ 0.3775"]),
    "SLOPE_OF_ONE": ((square, 1.5, 0.01), [
        "Just left of 1.5, at 1.49, square gives 2.2201.",
        "Just right of it, at 1.51, it gives 2.2801.",
        "Rise over run: the difference, divided by 0.02, is about 3."]),
    "CHANGE": ((hill, 1.0, 0.5), [
        "The slope of hill at 1 is −2.",
        "Slope times change: −2 × 0.5 = −1"]),
    "DIFFERENCE": ((square, 3.25, 1.5), [
        "Left: square(1.75) = 3.0625.",
        "Right: square(4.75) = 22.5625.",
        "The rise is 22.5625 − 3.0625 = 19.5, the run 3.",
        "19.5 / 3 = 6.5"]),
    "NESTING": (([valley, hill], -5.0), [
        "valley turns −5 into −4.",
        "hill turns −4 into 7.75."]),
    "CHAIN_3": (([square, valley, hill], 2.0), [
        "square receives 2: its slope there is 4, and it gives 4.",
        "valley receives 4: its slope there is 2.5, and it gives −1.75.",
        "hill receives −1.75: its slope there is −0.625.",
        "Outer slope first: −0.625 × 2.5 × 4 = −6.25"]),
    "PATHS": (([[2.0, 3.0], [5.0, -7.0]],), [
        "Along path 1: 2 × 3 = 6",
        "Along path 2: 5 × (−7) = −35",
        "Add over the paths: 6 + (−35) = −29"]),
    "LAYERS": ((3.0, 0.5, 4), [
        "Each layer: 0.5 × 3 = 1.5",
        "4 of them in a row: 1.5 to the power of 4 is 5.0625"]),
    "LAYERS_THAT_LAST": ((0.5, 0.2), [
        "One layer has the slope 0.5, two have 0.5 × 0.5 = 0.25.",
        "Go on for as long as that is not below 0.2, and count."]),
    "RATE_TO_BOTTOM": ((1.0, 4.0, 12.0), [
        "The slope is 2 · (w · x − y) · x = −64.",
        "The bottom is where w · x = y, at 3: rate times slope has to take w there."]),
    "SKIP": ((square, 1.5), [
        "The path through square has the slope 3.",
        "The path around it has the slope 1.",
        "Add over the paths: 1 + 3 = 4"]),
    "SKIPS": ((square, 1.5, 2), [
        "In the first layer the path through square has the slope 3, and the path around it 1.",
        "The sum of both is the slope of this layer; then its output goes into the next one."]),
    "SLOPE_IN_W": ((0.5, -1.0, 3.0, 0.0), [
        "Forward: z = 0.5 and a = 0.6225.",
        "The loss has the slope 2(a − y) = 1.2449, the sigmoid 0.235, and w · x + b has x = 3.",
        "1.2449 × 0.235 × 3 ≈ 0.8777"]),
    "STEP": ((3.0, -4.0, 0.5), [
        "The step is rate times slope: 0.5 × (−4) = −2",
        "Against the slope: 3 − (−2) = 5"]),
    "PRODUCT_BOX": ((5.0, 3.0), []),
    "BACKWARD": ((GRAPH,), []),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_steps_in_words(name):
    arguments, steps = STEPS[name]
    assert TOPICS[name].steps(*arguments) == steps


def test_a_mistake_is_found_by_its_name_or_left_out():
    assert CHAIN_3["order_swapped"] is CHAIN_2["order_swapped"] in CHAIN_2.mistakes
    names = ["slopes_added", "slopes_nested"]
    fewer = CHAIN_2.without(*names)
    assert [m for m in CHAIN_2.mistakes if m.name not in names] == fewer.mistakes
    assert (fewer.right, fewer.steps) == (CHAIN_2.right, CHAIN_2.steps)
    for misspelt in (lambda: CHAIN_2["slopes_add"], lambda: CHAIN_2.without("slopes_add")):
        with pytest.raises(KeyError, match="slopes_add"):
            misspelt()
