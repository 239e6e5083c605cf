"""The application: the `survey` command, which puts the stages of the library together."""
