"""isodocs: document control and compliance evidence for ISO management systems, built on Git."""

__version__ = "0.1.0"
