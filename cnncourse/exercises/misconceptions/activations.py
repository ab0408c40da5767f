"""The mistakes first met in the chapter "activations"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "size for ReLU": Misconception(
        "Negative numbers came back as positive ones of the same size.",
        "What does a ReLU make of minus 2?",
    ),
    "on or off": Misconception(
        "Only whether a number passes came back; by how much was lost.",
        "What does a ReLU make of 3?",
    ),
    "wrong half": Misconception(
        "The other half of the numbers was set to zero.",
        "Which numbers does a ReLU let through?",
    ),
    "leaky": Misconception(
        "A small share of the negative numbers got through: that is another activation.",
        "What does this ReLU make of minus 2?",
    ),
    "dropped for zero": Misconception(
        "Numbers went missing; an activation gives one for each that enters.",
        "How many numbers went in, and how many came out?",
    ),
    "second table first": Misconception(
        "The tables were multiplied in the other order: which of them does the input meet first?",
        "Which table does the input meet first?",
    ),
    "cell by cell": Misconception(
        "The tables were multiplied cell by cell; outputs are sums of products.",
        "Which inputs does one output depend on?",
    ),
    "tables added": Misconception(
        "The tables were added up; what one layer gives, the next one weighs.",
        "What goes into the second layer?",
    ),
    "sizes added": Misconception(
        "The sizes were added up; do the windows overlap?",
        "Slide one window over the other: by how much does it grow?",
    ),
    "sizes multiplied": Misconception(
        "The sizes were multiplied; windows one pixel apart overlap.",
        "Slide one window over the other: by how much does it grow?",
    ),
    "larger of the two": Misconception(
        "This is the larger of the two sizes; two windows cover more.",
        "Can a pixel reach the result through both windows?",
    ),
    "max is linear": Misconception(
        "Max pooling compares numbers, and a mixed picture may compare otherwise.",
        "Try two small pictures whose largest pixels lie in different places.",
    ),
    "a bias bends": Misconception(
        "A bias is the same for every picture: what are half of it and half of it?",
        "What is half of 5 and half of 5?",
    ),
    "average bends": Misconception(
        "A mean is a weighted sum with equal weights.",
        "Could a convolution compute this mean?",
    ),
    "slopes added": Misconception(
        "The slopes were added up; each layer passes on a part of what reaches it.",
        "What does the second layer do with what the first one passes on?",
    ),
    "height for slope": Misconception(
        "This is the curve's height, not its slope.",
        "Is that how high the curve is, or how steep?",
    ),
    "one layer alone": Misconception(
        "This is what one layer leaves; there are more.",
        "How many layers does the nudge go through?",
    ),
    "one too few": Misconception(
        "One of the layers was left out.",
        "Count the layers that the nudge goes through.",
    ),
    "any for all": Misconception(
        "Units were counted that are silent for some images.",
        "For how many of the images must a dead unit be silent?",
    ),
    "images for units": Misconception(
        "Images were counted where units are asked for.",
        "Did you count rows or columns?",
    ),
    "zeros counted": Misconception(
        "All zeros were counted, whichever unit they belong to.",
        "Does one zero make a unit dead?",
    ),
    "one image only": Misconception(
        "Only one image was looked at.",
        "What about the other images?",
    ),
    "living for dead": Misconception(
        "These are the units that do answer.",
        "Do the units that you counted ever answer?",
    ),
    "share for count": Misconception(
        "This is a share; a count is asked for.",
        "Is it a number of things, or a part of all?",
    ),
    "which for how many": Misconception(
        "This says which ones; how many are they?",
        "How many are in your list?",
    ),
    "first bias forgotten": Misconception(
        "The first layer's bias is missing.",
        "What does the pair of layers give when all inputs are 0?",
    ),
    "second bias forgotten": Misconception(
        "The second layer's bias is missing.",
        "What is added at the very end?",
    ),
    "bias not carried on": Misconception(
        "The first bias came through unweighed.",
        "Through what does the first bias go before it comes out?",
    ),
    "never comes down": Misconception(
        "The curve goes up and never turns.",
        "What does your curve do far to the right?",
    ),
    "comes down and goes on": Misconception(
        "The curve goes down and never stops.",
        "What does your curve do far to the right?",
    ),
    "flat for down": Misconception(
        "After the top the curve runs level.",
        "What does your curve do right behind its top?",
    ),
    "upside down": Misconception(
        "The curve has the right shape and points down.",
        "Which sign has the curve at its top?",
    ),
}
