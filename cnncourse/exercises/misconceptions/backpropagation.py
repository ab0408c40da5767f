"""The mistakes first met in the chapter "backpropagation"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "half of the turn": Misconception(
        "Only one of the two axes was turned.",
        "Where does the top right weight go in a half turn?",
    ),
    "one path": Misconception(
        "The number is used in two places; this is the slope along one of them.",
        "By how many ways does the number reach the loss?",
    ),
    "paths multiplied": Misconception(
        "Slopes are multiplied along a path; paths are added.",
        "Two ways lead to the loss. What is done with what comes along each?",
    ),
    "loss forgotten": Misconception(
        "This is how the output changes; the loss comes behind it.",
        "How does the loss change when the output changes?",
    ),
    "arriving forgotten": Misconception(
        "Every place counted alike; what arrives there weighs it.",
        "Which of the outputs matter more to the loss?",
    ),
    "shape of the map": Misconception(
        "This is the shape of the map.",
        "Whose slopes are asked for?",
    ),
    "shape of the image": Misconception(
        "This is the shape of the image.",
        "Whose slopes are asked for?",
    ),
    "one for each image": Misconception(
        "What the images say about a weight is added up.",
        "How many weights are there, however many the images?",
    ),
    "to everyone": Misconception(
        "All pixels of a window got its slope; only one was passed on.",
        "Nudge a pixel that did not win: does the output change?",
    ),
    "slope to the smallest": Misconception(
        "The slope went to the smallest number of the window.",
        "Which pixel did the window pass on?",
    ),
    "largest in size": Misconception(
        "The largest number is meant, with its sign: -7 is smaller than 1.",
        "Which is larger: minus 7 or 1?",
    ),
    "overwritten": Misconception(
        "Where a number is used several times, what arrives from each use is added.",
        "In how many windows does this number take part?",
    ),
    "another weight": Misconception(
        "This is the slope of another weight of the kernel.",
        "Which pixels lay under this very weight?",
    ),
    "half way back": Misconception(
        "This is the slope for y; go on to w.",
        "How does y change when w changes?",
    ),
    "always the corner": Misconception(
        "The slope went to the window's first pixel, whatever stood there.",
        "Where in the window did the largest number stand?",
    ),
    "times the largest": Misconception(
        "The slope was multiplied by the number that won; it goes on as it is.",
        "Nudge the winner by 1: by how much does the maximum change?",
    ),
    "zeros won": Misconception(
        "A pixel of 0 or less can be the largest of its window, too.",
        "Which number wins in a window without a positive one?",
    ),
    "one side only": Misconception(
        "A row was counted or a column; both are left out.",
        "Which other pixels are in no window?",
    ),
    "corner twice": Misconception(
        "The corner lies in the row and in the column; count it once.",
        "How often did you count the corner?",
    ),
    "gaps of the stride": Misconception(
        "Places where no window starts are not left out: windows reach on.",
        "How far does a window reach beyond its start?",
    ),
    "the others": Misconception(
        "These are the pixels that a window looks at.",
        "Are those the pixels that are read or those that are not?",
    ),
    "nudge taken for granted": Misconception(
        "Did the weight change at all? Print it.",
        "Print the weight before and after the nudge: do they differ?",
    ),
    "value for slope": Misconception(
        "This multiplies by the number itself; its slope is 1 or 0.",
        "Nudge an input of 5 by 1: by how much does the ReLU's output change?",
    ),
    "ReLU of the slopes": Misconception(
        "A slope may be negative; what decides is the number that went in.",
        "What decides: the sign of the slope or of the number that went in?",
    ),
    "passed on unchanged": Misconception(
        "Where a negative number went in, nothing comes back.",
        "Nudge an input of minus 5: does the output change?",
    ),
    "zero counted as on": Misconception(
        "At 0 the slope is taken as 0 here.",
        "What is agreed on for the slope at exactly 0?",
    ),
    "wrong side": Misconception(
        "The slopes came back where the ReLU gave 0.",
        "For which inputs does a nudge come through?",
    ),
    "turned slopes": Misconception(
        "The right numbers, after a half turn.",
        "Which slope belongs to the top left weight?",
    ),
    "mean over the places": Misconception(
        "A weight's slope is the sum over its places, not their mean.",
        "Two places ask for the same change: is the wish larger or the same?",
    ),
    "image forgotten": Misconception(
        "Each slope goes with the pixel that the weight saw.",
        "Would a weight that saw only black pixels matter to the loss?",
    ),
    "other diagonal": Misconception(
        "The winners stand on the other diagonal.",
        "Where do the largest numbers of your design stand?",
    ),
    "tie": Misconception(
        "Two numbers of a window are equally large.",
        "Which of two equal numbers wins?",
    ),
}
