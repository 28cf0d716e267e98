"""LiveFigure: a Matplotlib figure whose controls need no kernel, and tasks solved by moving them.

In come a figure, controls, a function that moves the figure's artists, and perhaps quests; out
comes a widget. What is in the picture is none of its business: it knows nothing of chains.
"""
