"""Programs that the user's own interpreter runs, where the project's packages are installed.

They import the standard library and the user's tool, nothing of ours, so that neither side's
packages can break the other. Each writes what it found as JSON into the file it is given; whatever
the user's code prints goes nowhere.
"""
