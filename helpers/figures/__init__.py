"""Still pictures: box diagrams, graphs and curves, with a description in words.

In come functions, chains and numbers; out come Matplotlib's Axes, or a picture in a notebook.
"""
