"""Funnels: how many get how far, in one shape for blasts, e-mails, partners, shops and events."""
