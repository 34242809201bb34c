"""The tables of Headgate, one module per domain; nothing here acts."""
