"""Customer service and what its AI costs."""
