"""The mistakes first met in the chapter "data"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "label byte forgotten": Misconception(
        "The label takes the first byte, so everything stands one further on.",
        "What stands at byte 0?",
    ),
    "channels side by side": Misconception(
        "Here the three values of a pixel do not lie side by side; each channel is a plane.",
        "Which value stands right after the first red one?",
    ),
    "red for green": Misconception(
        "This is the red value; the red plane comes before the green one.",
        "How many bytes does the red plane take?",
    ),
    "blue for green": Misconception(
        "This is the blue value.",
        "How many whole planes come before the green one?",
    ),
    "column after column": Misconception(
        "The planes lie row by row, not column by column.",
        "Which pixel comes after the first of a row: its right or its lower neighbour?",
    ),
    "sorted as numbers": Misconception(
        "This is the order of numbers; as text 10 comes before 2.",
        'Sort the words "b", "a", "ab". Where does "ab" go?',
    ),
    "name for label": Misconception(
        "This is the folder's name; a label is its place in the list.",
        "What is the label of the first folder?",
    ),
    "labels from one": Misconception(
        "The places are counted from 0.",
        "Which label has the first class of the list?",
    ),
    "longest name first": Misconception(
        'A word comes after its own beginning: "10" after "1".',
        'Which of "car" and "cart" stands first in a dictionary?',
    ),
    "label read as red": Misconception(
        "Everything is one byte off: the first byte is the label.",
        "How many bytes belong to the picture, and how many has the record?",
    ),
    "planes left first": Misconception(
        "The planes lie rightly, but the channels still come first.",
        "Which axis is the channel's, and where should it be?",
    ),
    "red plane alone": Misconception(
        "This is the red plane alone.",
        "How many channels has the picture?",
    ),
    "equal sums taken for equal": Misconception(
        "Images of equal sums need not be equal.",
        "Turn an image upside down. Does its sum change?",
    ),
    "any pixel for every pixel": Misconception(
        "One pixel that agrees is not enough; all must.",
        "Do two images with a black corner count as one?",
    ),
    "training images told": Misconception(
        "This says which training images are test images.",
        "How many answers should there be: one for each of which images?",
    ),
    "copies counted": Misconception(
        "This is how many there are; which ones was asked.",
        "Can you leave the copies out with what you return?",
    ),
    "new ones named": Misconception(
        "True stands where the image is new.",
        "What should stand for an image that is in both?",
    ),
    "nearly the same": Misconception(
        "An image one bit away passes for the same.",
        "Change one pixel by 1. Is it still the same image in every pixel?",
    ),
    "first row alone": Misconception(
        "The images are compared by their first row alone.",
        "What if only their last rows differ?",
    ),
    "first image alone": Misconception(
        "Only the first training image was asked.",
        "What if the copy is the last training image?",
    ),
    "test images' own numbers": Misconception(
        "The test images were prepared by their own numbers.",
        "What would be left of a test set that is darker than the training set?",
    ),
    "one pair for all channels": Misconception(
        "All channels got one mean and one deviation; each has its own.",
        "How many means are there for colour images?",
    ),
    "a pair for each pixel": Misconception(
        "Each pixel got numbers of its own; there is one pair a channel.",
        "Over which axes must the mean go?",
    ),
    "training images prepared": Misconception(
        "These are the training images; the test images were asked for.",
        "How many images should come back?",
    ),
    "mean divided alone": Misconception(
        "Only the mean was divided; the difference is to be.",
        "What does Python compute first in a - b / c?",
    ),
    "each image by itself": Misconception(
        "Each image was prepared by its own numbers.",
        "Which numbers do a dark and a light image share?",
    ),
    "spread of the test images": Misconception(
        "The mean is the training images', the deviation is not.",
        "Whose deviation is this?",
    ),
    "known by heart": Misconception(
        "Known by heart would show in new images of every kind, and one kind goes well.",
        "Which of the tests had training images?",
    ),
    "classes alone": Misconception(
        "The classes were kept apart, and the backgrounds were not.",
        "What if a class is right on one background and wrong on another?",
    ),
    "backgrounds alone": Misconception(
        "The backgrounds were kept apart, and the classes were not.",
        "What if one class is right on a background and another is not?",
    ),
    "all images together": Misconception(
        "This is the accuracy of all images; large groups hide small ones.",
        "How much does a group of 1 in 100 images count in it?",
    ),
    "mean of the groups": Misconception(
        "This is the mean of the groups; the lowest was asked.",
        "What if one group is wholly wrong and the others are right?",
    ),
    "share that is wrong": Misconception(
        "This is the share that is wrong.",
        "What does it give for a network that is always right?",
    ),
    "own background alone": Misconception(
        "Only images on their class's own background were counted.",
        "Where does a network fail that goes by the background?",
    ),
    "exceptions together": Misconception(
        "All exceptions were put into one group; each class and background is one.",
        "May one exception be right and another wrong?",
    ),
    "drawn as they are": Misconception(
        "This is as many of each as there are: nothing has changed.",
        "What share of the cats is on grass now, and of the dogs?",
    ),
    "exceptions worn out": Misconception(
        "The few exceptions are drawn too often; their pictures would be learned by heart.",
        "How often does each of the 20 come up?",
    ),
    "as few as the smallest": Misconception(
        "It is balanced, and most photographs are thrown away.",
        "How many draws are asked for?",
    ),
    "background still tells": Misconception(
        "Cats are on grass more often than dogs are, so grass still tells.",
        "Which share of the cats is on grass, and which of the dogs?",
    ),
}
