"""Assignments: handed out without solutions, collected, graded in sandboxes.

`assignment` reads a master, `releasing` makes the students' notebooks, `submission` reads what
came back, `sandbox` runs it, `scoring` judges the plain values that come out, `gradebook` and
`feedback` tell. No code of a submission ever runs where expected values or other students are.
"""
