"""What the program tells its operator when it cannot do what was asked.

Such an error is not a defect: its message is one line that says what is wrong and what to do, and
the command line prints it without a traceback.
"""


class HeadgateError(Exception):
    """Something the operator can put right; the message says what, why and how."""
