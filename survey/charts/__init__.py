"""Pictures from tables of numbers. The only stage that imports altair.

A chart is two functions: one makes the frame of numbers, one draws it. `question`, `banner` and `bump` make a
`Picture`; `save` makes bytes of it. Channels are altair's own objects (`alt.Text("text:N")`): of a text it takes
milliseconds to make one.
"""
