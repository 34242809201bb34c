"""Funnels as SQL that writes their JSON: what the compiler puts into the one statement it makes.

Each says in SQL what its neighbour one folder up says in Python, from the same declarations.
"""
