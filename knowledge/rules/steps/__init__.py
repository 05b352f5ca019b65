"""The rules of all steps, one module per family; importing this package registers them."""

from knowledge.rules.steps import employer, self_employed_and_seekers, worker

__all__ = ["employer", "self_employed_and_seekers", "worker"]
