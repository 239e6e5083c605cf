"""The integrity ledger: what became of every submission. Flags with a reason; nothing is ever dropped."""
