"""Texts for readers: Markdown -> safe HTML -> a tree of elements -> pages and PDF.

Both writers take the same tree, so a page and a print of a document say the same. Nothing of a
document is ever code to them: HTML is written from the tree, and Typst gets it as data.
"""
