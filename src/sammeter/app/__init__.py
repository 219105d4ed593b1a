"""Use cases: the only place where sources, rules, stores and reports meet."""
