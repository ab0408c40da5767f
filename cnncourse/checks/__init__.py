"""Images and labels that a reader hands in, held against what they must be.

Several rooms take them, and each rule is here once: ``images`` has the kind of number and the
range, ``shapes`` the axes, ``labels`` the classes, ``layers`` what is asked of a network. Every
error says the rule, the value received and a cure that fits that value.
"""
