"""The mistakes that learners make, each with the words that name it.

A name is what an exercise, a report and a gradebook call the mistake; its words say what the
answer shows and what to look at, and never the right answer.
"""

from types import MappingProxyType

SAYS = MappingProxyType(
    {
        "flipped kernel": "This is what the kernel gives after a half turn: a convolution in the "
        "strict sense. A layer lays the kernel on as it is.",
        "ceil for floor": "The last, incomplete step was counted. A window that does not fit "
        "whole is not taken.",
        "padding forgotten": "This is the answer without padding.",
        "padding on one side": "Padding was added once, but it goes on both ends of a side.",
        "stride forgotten": "This is the answer with stride 1.",
        "stride on the kernel": "The stride moves the window; it does not spread or shrink the "
        "kernel.",
        "dilation forgotten": "This is the answer without dilation.",
        "counted from the window's start": "These pixels begin where the last window begins; "
        "that window reads some of them.",
        "windows for pixels": "This is how many windows there are.",
        "gap after the last weight": "A gap was counted behind the last weight, too.",
        "gaps one too wide": "Dilation d means a weight on every d-th pixel, so d - 1 between.",
        "dilation added once": "Every step from one weight to the next is a dilation long.",
        "own stride counted": "A layer's own stride does not spread its own window; it spreads "
        "those of the layers behind it.",
        "kernels added up": "Neighbouring windows overlap: a layer adds one less than its kernel.",
        "kernels multiplied": "Windows of neighbours overlap, so fields do not multiply.",
        "picked for averaged": "One pixel of each block was kept, and the others were not looked "
        "at.",
        "only along the rows": "Only the two upper pixels of each block were averaged.",
        "only along the columns": "Only the two left pixels of each block were averaged.",
        "rounded down": "The fraction was cut off.",
        "stride and dilation swapped": "Stride and dilation changed places: one moves the window, "
        "one spreads it.",
        "size for last pixel": "This is how many pixels are seen, not which is the last.",
        "layers in the wrong order": "The layers were taken in the reverse order.",
        "holes": "It reaches far enough, and reads only some pixels on the way.",
        "holes everywhere": "Every layer leaves gaps that no other layer fills.",
        "smallest for largest": "These are the windows' smallest numbers.",
        "windows overlap": "The window moved by one; here it moves by its own size.",
        "one corner for the largest": "The window's first number was taken.",
        "window for stride": "The window moved by its own size; another stride was asked for.",
        "channels pooled too": "The window lies on rows and columns, not on the channels.",
        "channels compete": "The channels were compared with one another; each is pooled by "
        "itself.",
        "side for numbers": "That is what is left of a side. A map has two.",
        "a half is left": "A half is left of a side where the window is 2×2.",
        "dropped for left": "This is the share that is thrown away.",
        "two sides added": "The shares of the two sides are multiplied, not added.",
        "the window 2×2": "This is so for windows of 2×2.",
        "padding not counted": "This divides by the pixels on the image alone.",
        "padding counted": "The padding's zeros were counted as pixels.",
        "border for corner": "This is the value at a border; a corner has still less of the image.",
        "max and padding": "This is padding's own number.",
        "divided by the zeros": "The sum was divided by the number of padding zeros.",
        "padding wins": "Padding's zeros are larger than negative pixels, and won.",
        "padding of one number": "The number around the image is still larger than some pixels.",
        "zeros win": "Zeros came out where all numbers of a window are negative.",
        "own pixel left out": "The pixel in the middle counts too.",
        "pixels dropped": "It ends right, but one of the poolings drops pixels on the way.",
        "windows added up": "The windows divide one after the other: multiply them.",
        "off by one": "One position too many or too few: count the places where the window's "
        "left edge can stand.",
        "average for max": "This is each window's average.",
        "max for average": "This is each window's largest value.",
        "sum for average": "The window was added up and not divided.",
        "channels first": "The axes stand in the order channels, height, width; here the "
        "channels are last.",
        "height and width swapped": "Height and width changed places; height comes first.",
        "channels forgotten": "Only one channel was counted; every filter has a slice for each.",
        "channels kept apart": "A filter adds its slices' sums up to one map.",
        "wrong flatten order": "All numbers are there, in another order: which axis runs fastest?",
        "reshape for transpose": "A reshape keeps the numbers in their order; to move an axis "
        "takes a transpose.",
        "bias forgotten": "The bias was not counted.",
        "bias for every weight": "There is one bias a filter (or unit), not one a weight.",
        "softmax over the wrong axis": "Each column adds up to 1, but it is each image's scores "
        "that should.",
        "softmax twice": "Softmax was applied to what already are probabilities.",
        "softmax forgotten": "These are still scores: they do not add up to 1.",
        "overflow": "A power of a large score left the numbers that floats can hold; what may "
        "be taken away from all scores first?",
        "wrong logarithm": "The logarithm is not the natural one: nats go with base e.",
        "selected": "The whole share went to the largest one; a softmax gives some to each class.",
        "scores divided": "The scores themselves were divided by their total; first comes a power.",
        "not divided": "These are the powers; together they have to make up 1.",
        "base two": "The powers are those of 2; a softmax has powers of e.",
        "divided by the largest": "The largest score was divided by; what cancels is to take a "
        "number away from all.",
        "over the whole batch": "All numbers together add up to 1; each image's should.",
        "share for loss": "This is the probability; the loss is a logarithm of it.",
        "share that is missing": "This is what the other classes have together.",
        "odds for probability": "The logarithm is that of the odds, p / (1 - p); the loss takes "
        "that of p.",
        "log of the mean": "The mean was taken before the logarithm; each image has a loss of its "
        "own, and the mean comes last.",
        "ten classes": "This is the answer for ten classes.",
        "no floor": "That would take a probability of 1; can numbers from 0 to 1 give it?",
        "no opinion": "This is the loss where all classes are equal; some can be had for the right "
        "one.",
        "ratio for logarithm": "This is how many times as large the power has to be; which logit "
        "has that power?",
        "itself counted": "The class was compared with all ten, itself among them.",
        "pixels forgotten": "Only one pixel of the maps was counted.",
        "first layer only": "This is the first dense layer; there are more.",
        "last layer forgotten": "The last layer was left out.",
        "kernel forgotten": "The pixels were added up as they are; each is to be weighted first.",
        "divided": "The sum was divided by the number of pixels; a convolution only adds up.",
        "border forgotten": "The map is not as large as the image: the window may not stand "
        "over its edge.",
        "kernel's sides swapped": "The kernel's height goes with the image's height, its width "
        "with the width.",
        "difference for average": "This kernel compares neighbours: where all are alike, it "
        "gives nothing.",
        "weights only": "These are the weights; each of them is used in many places.",
        "additions counted": "Multiplications and additions were counted together.",
        "signs lost": "Sizes alone came back; a darker neighbour gives a negative number.",
        "not turned": "The kernel was laid on as it stands; here it is to be turned first.",
        "half of the turn": "Only one of the two axes was turned.",
        "too small a kernel": "Pixels that only the rim of the first kernel reaches count too.",
        "added for combined": "Two layers one after the other are not the sum of their kernels.",
        "order of the layers": "Rows and columns of the two kernels met in the wrong way.",
        "answers to the wrong side": "It answers where the picture is darker below, not brighter.",
        "one filter": "This is one filter; the layer has more.",
        "Keras's order": "This is the place in Keras's order: channels run fastest there.",
        "PyTorch's order": "This is the place in PyTorch's order: there channels run slowest.",
        "counted from one": "Places count from 0.",
        "symmetric padding": "The same was added on both sides; the rule adds no more than the "
        "last window needs.",
        "other end": "The odd row goes to the other end.",
        "epsilon as it stands": "This is epsilon itself; what is it added to, at the first step?",
        "the other framework": "This is the answer for the other framework.",
        "root on the wrong side": "The root went to the wrong side of the fraction.",
        "square for root": "The root of 1 minus beta was left out.",
        "divided by n": "The variance was divided by n; this one divides by n - 1.",
        "divided by n - 1": "The variance was divided by n - 1; this one divides by n.",
        "momentum swapped": "The share that is kept and the share that is new changed places.",
        "start forgotten": "The running value starts at 1, and most of it stays.",
        "batch for running": "This is the batch's own variance; the running one moves only a "
        "part of the way.",
        "only transposed": "The matrix was turned, but its rows stand in the old order.",
        "not transposed": "The rows are sorted; the matrix still stands as (in, out).",
        "stride's own padding": "The stride decides how many windows there are; what does the "
        "last one need?",
        "one unit": "This is for one unit; the layer has more.",
        "bias counted": "A bias belongs to no pixel: it learns whatever the picture shows.",
        "the other pixels": "These are the weights of the pixels that items do cover.",
        "every pixel": "Every pixel was counted, those of the items too.",
        "side for area": "A margin is the difference of two areas, not the square of a difference.",
        "frame forgotten": "This is the answer for the items without the frame.",
        "last pooling forgotten": "One pooling is still to come.",
        "step for field": "How far one number lies from the next is one thing; how much each "
        "of them sees is another.",
        "poolings forgotten": "This is the answer without the poolings.",
        "steps added": "The steps of layers that follow one another are not added.",
        "one step only": "This is one layer's step; there is another.",
        "poolings of two": "This is the answer for poolings of 2×2.",
        "one way only": "This counts one direction; there are two, and they multiply.",
        "every place": "This is every place of the map; not all of them see the pixel.",
        "pixels of the window": "This counts what one number sees, not how many see the pixel.",
        "both ways added": "For each row there is every column: multiply the two.",
        "half of the shifts": "An item moves in both directions from the middle, and may stay.",
        "places alone": "This is for a single item.",
        "rings for places": "A ring is counted along the longer way; the shorter one may be a "
        "broken number of strides.",
        "counted from the corner": "The strides were counted from the corner of the table.",
        "middle left out": "The middle is no stride away, which is a whole number too.",
        "middle alone": "This is the middle alone.",
        "both ends together": "This is what both ends get together.",
        "as for a 3×3 kernel": "This is the answer for a 3×3 kernel; this one is larger.",
        "kernel for padding": "This is the kernel's own size; how much of it hangs over the edge?",
        "same for full": "This is the answer for a map that keeps the image's size.",
        "kernel for border": "Each layer was taken to cost the kernel's whole side.",
        "border on one side": "Each layer was taken to lose its border at one end only.",
        "one layer too many": "The last of these layers would meet a picture that is too small.",
        "border repeated": "This is the answer with the border's own pixels repeated in the frame.",
        "zeros wanted": "The frame mirrors the picture here; which numbers is it to hold?",
        "zeros in the frame": "The frame holds zeros here; which pixels is it to show?",
        "border pixel twice": "The border's pixel stands twice in a row: where is the mirror?",
        "wrapped round": "The frame shows the opposite end of the picture.",
        "one axis alone": "Only the rows were padded; there are columns, too.",
        "left and right first": "Left and right were taken before top and bottom: PyTorch's order.",
        "floor for ceil": "The last, incomplete step was dropped; this rule counts it.",
        "frame alone": "At the corner a window lies on the frame alone.",
        "map smaller": "Without padding the map does not grow.",
        "sign forgotten": "The size is right and the sign is not.",
        "sum over the batch": "The batch was added up where its mean is asked for.",
        "mean over the batch": "The batch was averaged where its sum is asked for.",
        "gradient not summed": "A weight that is used in several places collects a slope from "
        "each; they are added up.",
        "uphill": "The step goes up the slope: subtract it.",
        "bias taken away": "The bias was taken away; it is added.",
        "negative weights added": "A negative weight takes its pixel away from the sum.",
        "averaged": "The sum was divided by the number of pixels; a weighted sum only adds up.",
        "one layer": "This is one layer; are there more?",
        "other inputs": "A layer's inputs are the outputs of the layer before it.",
        "doubled": "Twice the outputs are not twice the whole: what else depends on them?",
        "batch counted": "The batch was counted in; a layer is the same for one image or many.",
        "bias as a row": "The biases are kept apart from the weights.",
        "outputs of the batch": "This is the shape of the outputs, not of the weights.",
        "one side": "The pixels of an image are its rows times its columns.",
        "one shuffle for all": "This would hold if one shuffle served all images.",
        "fraction lost": "The fraction was cut off.",
        "divided by 255": "Something was divided by 255 that should stay on its own scale.",
        "first alone": "Only one of the two was used.",
        "difference for sum": "One was taken from the other.",
        "shuffled back": "The weights went the other way: the inverse shuffle undoes it.",
        "not shuffled": "The weights still stand where the pixels were before.",
        "shuffled twice": "The order was applied more than once.",
        "outputs shuffled": "Columns belong to outputs, and these stay where they are.",
        "classes forgotten": "The last layer needs an output for each class.",
        "bias for every slice": "The bias was counted for each channel; a filter has one.",
        "channels swapped": "The channels met each other's slices.",
        "averaged over channels": "The channels' sums were averaged; they are added up.",
        "filters forgotten": "The channels that go in were counted, not the filters.",
        "channels left last": "The axes still stand as they were.",
        "axes reversed": "All axes were turned round; height and width keep their order.",
        "channels second to last": "The channels moved, but not far enough.",
        "batch moved": "The images' own axis left the first place.",
        "square for grey": "Try it with one channel and two sides that differ.",
        "grey comes through": "This answers to grey pixels too.",
        "average of the channels": "This is brightness: what does it make of grey?",
        "one channel left out": "One of the three colours is not looked at.",
        "channels in and out swapped": "What goes in and what comes out changed places.",
        "one axis moved": "One axis has moved; two have to.",
        "input changed in place": "The function changed what it was given; work on a copy.",
        "only the shape is right": "The shape is right, the numbers are not.",
        "integers wrapped": "Bytes wrapped around at 256: make floats of them first.",
        "scaled": "Every number is off by the same factor.",
        "a constant away": "Every number is off by the same amount.",
        "transposed": "Rows and columns changed places.",
        "mirrored": "The right numbers, in mirrored order.",
        "zero everywhere": "Nothing was added up: all zeros came back.",
        "not a number": "NaN or infinity came back.",
    }
)
"""The words for each mistake, by its name."""


def says(name: str) -> str:
    """Return the words for a mistake.

    Raises
    ------
    KeyError
        For a name that is not in the list.

    Examples
    --------
    >>> says("average for max")
    "This is each window's average."
    """
    if name not in SAYS:
        raise KeyError(f"no misconception is called {name!r}; add it to {__name__}.SAYS")
    return SAYS[name]
