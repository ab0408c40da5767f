"""The mistakes first met in the chapter "where_it_looks"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "logit for its fall": Misconception(
        "This is the logit itself; occlusion writes how far it falls.",
        "What is the logit of the covered image?",
    ),
    "fall turned round": Misconception(
        "This is the covered logit less the uncovered one, and the covered one is not 0.",
        "Which of the two images gives which logit?",
    ),
    "pixels for logits": Misconception(
        "This counts the pixels that are covered.",
        "In which unit is a fall of a logit?",
    ),
    "shared among the pixels": Misconception(
        "The logit was divided among the covered pixels.",
        "What would be left of the logit if a part of the image is not changed at all?",
    ),
    "negative for cut": Misconception(
        "What is negative was not cut off.",
        "What does max(·, 0) make of a negative number?",
    ),
    "gradients added up": Misconception(
        "The gradients were added up; a weight is their mean.",
        "How many places has a map?",
    ),
    "gradient of the place alone": Misconception(
        "Each place was weighed by its own gradient; a map has one weight for all its places.",
        "How many weights are there for two maps?",
    ),
    "signs of gradients lost": Misconception(
        "Negative gradients were counted as positive ones.",
        "What does a negative gradient say about the class?",
    ),
    "largest gradient for the mean": Misconception(
        "The weight is the largest gradient; it should be the mean.",
        "What if a map helps in one place and does harm in all others?",
    ),
    "cut before the sum": Misconception(
        "What is negative was cut off in each map; it should be cut off in their sum.",
        "May a map that speaks against the class take something away?",
    ),
    "mean over the maps": Misconception(
        "The mean was taken over the maps; it goes over the places of one map.",
        "Over which axes do height and width lie?",
    ),
    "maps left apart": Misconception(
        "The maps were weighed and not added up.",
        "What shape should come back?",
    ),
    "stable taken for true": Misconception(
        "A clock that has stopped is stable too: the map did not notice that the reasons are gone.",
        "What would a map show that has nothing to do with the network?",
    ),
    "a square for each pixel": Misconception(
        "This is as fine as can be, and takes too many squares.",
        "How many squares are there along a side, and in all?",
    ),
    "squares side by side": Misconception(
        "Few squares, but each moves too far: the map has blocks.",
        "By how many pixels may a square move at most?",
    ),
    "too little hidden": Misconception(
        "This square hides too little.",
        "How many pixels a side are asked for?",
    ),
    "edge left over": Misconception(
        "The last square does not reach the edge, so some pixels are never covered.",
        "Where does the last square start, and where does it end?",
    ),
    "Grad-CAM without the pluses": Misconception(
        "This is Grad-CAM: its weights are mean gradients.",
        "What is divided by what in the new weights?",
    ),
    "sum of all maps": Misconception(
        "The sum goes over all maps; each map has its own.",
        "How many numbers is s?",
    ),
    "mean of the map for its sum": Misconception(
        "Below stands the mean of the map; it is to be its sum.",
        "By what do the two differ?",
    ),
    "one for two below": Misconception(
        "Below stands 1 + p·s; it is 2 + p·s.",
        "Which number stands first in the denominator?",
    ),
    "alpha alone": Misconception(
        "This is the sum of 1/(2 + p·s); p stands above it.",
        "What should a place add where the gradient is 0?",
    ),
    "coefficients at their places": Misconception(
        "Each place was weighed by its own number; they are summed to one weight a map.",
        "How many weights are there for K maps?",
    ),
    "area for the map": Misconception(
        "This is the share of the area; the map was not used.",
        "For which map is that the answer?",
    ),
    "mean on the thing": Misconception(
        "This is the map's mean on the thing.",
        "Does it lie between 0 and 1 for every map?",
    ),
    "sum without its share": Misconception(
        "This is the sum on the thing, not its share.",
        "What happens to it if the map is doubled?",
    ),
    "background for thing": Misconception(
        "This is the share on the background.",
        "What does True in the mask stand for?",
    ),
    "thing against background": Misconception(
        "This compares thing and background; a share compares with the whole.",
        "Can it be more than 1?",
    ),
    "largest place alone": Misconception(
        "Only the largest place was asked.",
        "How many of the map's numbers count for this answer?",
    ),
    "bright places counted": Misconception(
        "The bright places were counted, not added up.",
        "Does a place that is twice as bright count twice?",
    ),
    "squared on the way": Misconception(
        "The map was squared, so bright places count too much.",
        "What share does a map have that is 1 on the thing and 1 elsewhere, or 2 on both?",
    ),
}
