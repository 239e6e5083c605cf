"""Statistics of counts and weights: pure functions over arrays and floats."""
