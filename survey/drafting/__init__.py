"""A consultation's questionnaire drafted from an export: text columns -> guesses with their reasons -> TOML."""
