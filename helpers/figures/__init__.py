"""Still pictures: box diagrams, graphs and curves, each with a description in words.

In come functions, chains and numbers; out come Matplotlib's Axes, or what a notebook shows: a
picture with its description, or the source of a function.
"""
