"""The mistakes first met in the chapter "kernels_and_maps"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "climbs-down": Misconception(
        "The output falls: the steps go down.",
        "Is the weighted sum larger or smaller after a step?",
    ),
    "no bounds": Misconception(
        "Pixels are darker than black or brighter than white.",
        "Which numbers can a pixel of an image have?",
    ),
    "one step for all": Misconception(
        "Only one step was taken.",
        "What is `steps` for?",
    ),
    "one step too many": Misconception(
        "One step more was taken than was asked for.",
        "With `steps` 0, what should come back?",
    ),
    "equal steps": Misconception(
        "All pixels move by the same amount; the gradient is larger where the weight is.",
        "In which pixel is the slope steepest?",
    ),
    "products for slopes": Misconception(
        "A product is what a pixel adds; its slope is the weight alone.",
        "By how much does the sum grow if a black pixel becomes a little brighter?",
    ),
    "kernel turned round": Misconception(
        "The kernel was turned by half a circle.",
        "Which weight meets the first pixel?",
    ),
    "bounds of signed pixels": Misconception(
        "Pixels are darker than black.",
        "What is the smallest brightness?",
    ),
    "white unbounded": Misconception(
        "Pixels are brighter than white.",
        "What is the largest brightness?",
    ),
    "climb from the dark": Misconception(
        "The climb began in the dark and not at the window given.",
        "What comes back after no step at all?",
    ),
    "living listed": Misconception(
        "These are the filters that fire.",
        "Is the maximum of a dead filter above 0?",
    ),
    "zero somewhere": Misconception(
        "A filter is 0 in many places and fires in another.",
        "What must hold in every place: the smallest number, or the largest?",
    ),
    "first maps alone": Misconception(
        "Only the first image was looked at.",
        "What may a filter do in the second image?",
    ),
    "first place alone": Misconception(
        "Only one place of each image was looked at.",
        "What may a filter do in the middle of the image?",
    ),
    "nearly silent": Misconception(
        "A filter that fires once, and little, is not dead.",
        "Is 0.001 the same as 0?",
    ),
    "counted, not listed": Misconception(
        "This is how many there are, not which.",
        "Which filter would you look at?",
    ),
    "mask for numbers": Misconception(
        "This says yes or no for each filter; their numbers were asked for.",
        "How long is the row if only two are dead?",
    ),
    "filters from one": Misconception(
        "The numbers begin at 1.",
        "Which number has the first filter?",
    ),
    "largest first": Misconception(
        "The numbers stand in the wrong order.",
        "Which of two filters comes first?",
    ),
    "first row of the window": Misconception(
        "This is the first row that it sees.",
        "Which row of the first map is the lowest that counts?",
    ),
    "middle of the window": Misconception(
        "This is the middle of what it sees.",
        "How many rows lie below?",
    ),
    "one row past the window": Misconception(
        "This row is the first that it does not see.",
        "Which rows does row 15 of the first map read?",
    ),
    "stride left out": Misconception(
        "A step in the last map is two rows of the image.",
        "Where does the unit one row further down begin?",
    ),
    "pool left out": Misconception(
        "The max pool halves the rows; here nothing was halved.",
        "From which rows of the first map comes row 7 of the pooled one?",
    ),
    "climbed as if without relu": Misconception(
        "Below 0, ReLU is flat: no step moves anything.",
        "How steep is ReLU at -0.4?",
    ),
    "sum before relu": Misconception(
        "ReLU never gives a number below 0.",
        "What does ReLU make of -0.4?",
    ),
    "one step's gain": Misconception(
        "Not even one step gets anywhere from here.",
        "How steep is ReLU at -0.4?",
    ),
    "all steps from zero": Misconception(
        "Each step multiplies a gradient, which is 0 here.",
        "What is 0.2 times 0?",
    ),
    "more of the same": Misconception(
        "More kernels of the same layer compare it with nothing.",
        "What if the layer looked so before training?",
    ),
    "accuracy for a control": Misconception(
        "Accuracy says nothing of a single kernel.",
        "Can a network with rough kernels be right?",
    ),
    "windows for a control": Misconception(
        "Every filter has windows in which it fires most.",
        "What do the windows of an untrained filter look like?",
    ),
    "weights that cancel": Misconception(
        "Weights that add up to 0 fire where the image is bright only under the positive ones.",
        "What does an image give that is black under the negative weight?",
    ),
    "image taken for grey": Misconception(
        "The sum was held below 0 for one brightness everywhere.",
        "Which image gives the largest sum?",
    ),
    "black image alone": Misconception(
        "Only a black image gives 0.",
        "Which image gives the largest sum?",
    ),
    "bias too low": Misconception(
        "The bias is lower than was allowed.",
        "How low may the bias be?",
    ),
}
