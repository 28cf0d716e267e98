"""LiveFigure: a Matplotlib figure whose sliders need no kernel.

In come a figure, controls, and a function that moves the figure's artists; out comes a widget. What
is in the picture is none of its business: it knows nothing of chains.
"""
