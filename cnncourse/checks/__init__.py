"""Images and labels that a reader hands in, held against what they must be.

Several rooms take them, and each rule is here once: ``images`` has the kind of number and the
range, ``shapes`` the axes, ``labels`` the classes. Every error says the rule, the value received
and a cure that fits that value.
"""
