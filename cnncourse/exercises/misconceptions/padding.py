"""The mistakes first met in the chapter "padding"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "padding forgotten": Misconception(
        "This is the answer without padding.",
        "How large is the picture once its frame is on?",
    ),
    "stride forgotten": Misconception(
        "This is the answer with stride 1.",
        "Where does the second window start?",
    ),
    "symmetric padding": Misconception(
        "The same was added on both sides; the rule adds no more than the last window needs.",
        "How many zeros does the last window really need?",
    ),
    "other end": Misconception(
        "The odd row goes to the other end.",
        "Where does this framework put the odd one?",
    ),
    "both ends together": Misconception(
        "This is what both ends get together.",
        "Is that for one end or for both?",
    ),
    "as for a 3×3 kernel": Misconception(
        "This is the answer for a 3×3 kernel; this one is larger.",
        "How far does this kernel reach over the edge?",
    ),
    "kernel for padding": Misconception(
        "This is the kernel's own size; how much of it hangs over the edge?",
        "Lay the middle of the kernel on the first pixel: what hangs over?",
    ),
    "same for full": Misconception(
        "This is the answer for a map that keeps the image's size.",
        "How large is the map to be here?",
    ),
    "kernel for border": Misconception(
        "Each layer was taken to cost the kernel's whole side.",
        "By how many pixels does one 3×3 layer shrink a side?",
    ),
    "border on one side": Misconception(
        "Each layer was taken to lose its border at one end only.",
        "At how many ends does a side lose pixels?",
    ),
    "one layer too many": Misconception(
        "The last of these layers would meet a picture that is too small.",
        "How large is the picture that the last of them meets?",
    ),
    "border repeated": Misconception(
        "This is the answer with the border's own pixels repeated in the frame.",
        "Which number stands first outside the picture?",
    ),
    "zeros wanted": Misconception(
        "The frame mirrors the picture here; which numbers is it to hold?",
        "What does this kind of frame hold?",
    ),
    "zeros in the frame": Misconception(
        "The frame holds zeros here; which pixels is it to show?",
        "What does this kind of frame hold?",
    ),
    "border pixel twice": Misconception(
        "The border's pixel stands twice in a row: where is the mirror?",
        "On which pixel does the mirror stand?",
    ),
    "wrapped round": Misconception(
        "The frame shows the opposite end of the picture.",
        "From which end of the picture do the frame's pixels come?",
    ),
    "one axis alone": Misconception(
        "Only the rows were padded; there are columns, too.",
        "How large is the result along the other axis?",
    ),
    "left and right first": Misconception(
        "Left and right were taken before top and bottom: PyTorch's order.",
        "In which order does this call name the four ends?",
    ),
    "floor for ceil": Misconception(
        "The last, incomplete step was dropped; this rule counts it.",
        "Does this rule drop the last step or fill it up?",
    ),
    "frame alone": Misconception(
        "At the corner a window lies on the frame alone.",
        "Which pixels of the image does the corner's window reach?",
    ),
    "map smaller": Misconception(
        "Without padding the map does not grow.",
        "Is the map to be larger or smaller than the image?",
    ),
}
