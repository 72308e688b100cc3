"""Layouts of the pictures on the pages: plain Python, plain data in, positions out. Templates draw them as SVG.

Coordinates are floats, rounded to a tenth of a pixel: pictures decide nothing and are never recorded.
"""
