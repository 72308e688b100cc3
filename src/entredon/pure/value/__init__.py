"""How an income reaches everybody whose work is in what was sold. Integers only; every algorithm has a name and version.

``rule`` says who gets what, as data; ``shareout`` applies it; ``flow``, ``fixed`` and ``rollup`` are the algorithms;
``why`` explains an amount; ``cents`` and ``currency`` deal with the smallest units.
"""
