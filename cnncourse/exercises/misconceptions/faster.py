"""The mistakes first met in the chapter "faster"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "fixed part forgotten": Misconception(
        "This is the speed of batches without end: what a step costs is missing.",
        "How long does a step of one image take?",
    ),
    "fixed part for each image": Misconception(
        "What a step costs was paid for every image.",
        "How often is the fixed part paid in a batch of 100?",
    ),
    "milliseconds for seconds": Misconception(
        "These are images in a millisecond.",
        "How many milliseconds has a second?",
    ),
    "steps for images": Misconception(
        "These are steps; each has a whole batch of images.",
        "How many images does one step learn from?",
    ),
    "arithmetic forgotten": Misconception(
        "The images' own time is missing.",
        "How long do the 100 images take beside the fixed part?",
    ),
    "kept as it is": Misconception(
        "This needs more digits than are kept.",
        "How far apart are two neighbours in this format, near this number?",
    ),
    "last digits cut off": Misconception(
        "The digits were cut off; they are rounded.",
        "Which of the two neighbours is nearer?",
    ),
    "spacing of the half below": Misconception(
        "The numbers that are kept lie twice as far apart here.",
        "Which power of two does the number begin with?",
    ),
    "next power of two": Misconception(
        "Between two powers of two there are 127 numbers that are kept.",
        "How many binary digits stay behind the first one?",
    ),
    "as many times as processes": Misconception(
        "A part of the step is not shared.",
        "How long is the part that every process does for itself?",
    ),
    "gain of processes without end": Misconception(
        "This is what is reached when the shared part takes no time at all.",
        "How long does the shared part take on these processes?",
    ),
    "shared part of the processes": Misconception(
        "Times are added, not gains: work out the new time first.",
        "How long is the new step, in milliseconds?",
    ),
    "time for the gain": Misconception(
        "This is the time of the new step.",
        "How many of the new steps fit into an old one?",
    ),
    "share of the time left": Misconception(
        "This is the new time as a share of the old one.",
        "If a step takes half the time, how many times as fast is it?",
    ),
    "bytes decide": Misconception(
        "Count the numbers that each sends.",
        "Which network has more parameters?",
    ),
    "one process alone": Misconception(
        "One process computes too long.",
        "How much of the step is arithmetic that could be shared?",
    ),
    "every process that there is": Misconception(
        "So many processes wait longer than they save.",
        "How much of the step is waiting now?",
    ),
    "batch without a limit": Misconception(
        "The batch is larger than what is allowed.",
        "How large may the batch be?",
    ),
    "batch too small to share": Misconception(
        "There is little to share in so small a batch.",
        "How much of the step is arithmetic, and how much the rest?",
    ),
    "shares count alike": Misconception(
        "Every share counts alike, however many images it has.",
        "How much should a share of one image count beside one of a hundred?",
    ),
    "sum of all images": Misconception(
        "This is the sum over the images, not their mean.",
        "How many images are in the whole batch?",
    ),
    "divided by the shares": Misconception(
        "The sum over the images was divided by the number of shares.",
        "How many numbers were added up: one a share, or one an image?",
    ),
    "divided by the images": Misconception(
        "The means were added, then divided by all images.",
        "If all shares have the same gradient, what should come out?",
    ),
    "small shares count more": Misconception(
        "The smaller a share, the more it counts.",
        "Which share tells more about the batch: the large or the small one?",
    ),
    "sizes squared": Misconception(
        "The sizes were counted twice.",
        "With 3 images and 1, how much does the one count?",
    ),
    "sizes in the wrong order": Misconception(
        "The sizes belong to other shares.",
        "Which size goes with the first row?",
    ),
    "largest share alone": Misconception(
        "Only the largest share was looked at.",
        "What do the images of the other shares count for?",
    ),
    "last share forgotten": Misconception(
        "The last share is missing.",
        "How many shares are there, and how many were added?",
    ),
    "cut for rounded": Misconception(
        "The digits were cut off, not rounded.",
        "Is what came back ever larger than what went in?",
    ),
    "always rounded up": Misconception(
        "Every number was rounded up.",
        "Is what came back ever smaller than what went in?",
    ),
    "always rounded down": Misconception(
        "Every number was rounded down.",
        "Is what came back ever larger than what went in?",
    ),
    "ties away from zero": Misconception(
        "What lies halfway goes to the even digit, not always outwards.",
        "Which of two equally near neighbours ends in the digit 0?",
    ),
    "first digit counted": Misconception(
        "One digit is missing: they are counted behind the first one.",
        "How many digits has each number, the first one included?",
    ),
    "one digit too many": Misconception(
        "There is one digit too many.",
        "How many digits are behind the first one?",
    ),
    "equal spacing": Misconception(
        "The spacing is the same everywhere; it should double at every power of two.",
        "How far apart are two neighbours near 1, and near 100?",
    ),
    "decimal digits": Misconception(
        "These are decimal digits behind the point.",
        "What is the last digit worth in binary?",
    ),
    "powers forgotten": Misconception(
        "All came back between 0.5 and 1: their powers of two are missing.",
        "What has np.frexp taken away from the numbers?",
    ),
}
