"""What the catalogue tells of itself to who runs it: log lines, request ids, metrics, traces (decision 74)."""
