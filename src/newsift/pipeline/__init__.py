"""Wires the stages. Plain Python: it runs without Prefect."""
