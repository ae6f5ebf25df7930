"""The company whose repository benchmarks/generate.py makes.

Everything is a function of a seed and numbers, never of a clock or an environment, and nothing has
a gap: what a check reports of a generated repository is what faults.py says was planted.
"""
