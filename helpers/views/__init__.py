"""The interactive views, the `explore_…` functions, built on LiveFigure.

In come plain functions, a learner's own ones too, and perhaps quests; out comes a widget. Each view
draws an ordinary Matplotlib figure, and its `update` shows one position of the controls in it and
returns that in words.
"""
