"""Events and their signed, retried and, on request, disturbed delivery."""
