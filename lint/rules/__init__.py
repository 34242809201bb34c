"""One hazard per module: its docstring is its page, its fences are its tests."""
