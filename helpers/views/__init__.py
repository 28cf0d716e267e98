"""The interactive views, the `explore_…` functions, built on LiveFigure.

In come plain functions, a learner's own ones too; out comes a widget. Each view draws an ordinary
Matplotlib figure, and its `update` writes the numbers for one position of the sliders into it.
"""
