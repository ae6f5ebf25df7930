"""Files of Word and Excel: what they say, and how they are made; nothing of them is run.

A file of Word becomes the tree of a text (`rendering.elements`) and then Markdown; what cannot be
carried over is said, each with its place. Nothing of a file is code to us: macros, links to other
files and embedded objects are named and never followed.
"""
