"""The mistakes first met in the chapter "first_network"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "last for mean": Misconception(
        "This is the newest loss alone.",
        "Of how many losses is the new number a mean?",
    ),
    "half of the way": Misconception(
        "This is the mean of two numbers; one of them stands for several.",
        "For how many losses does the old mean speak, and for how many the new one?",
    ),
    "old count": Misconception(
        "The newest loss counts as well: by how many is divided?",
        "How many losses are there once the new one has come?",
    ),
    "a tenth of the way": Misconception(
        "Every loss was to count alike, the first as much as the last.",
        "Try it with equal losses, and then with one that is far off: who counts how much?",
    ),
    "away from the loss": Misconception(
        "The mean moved away from the new loss.",
        "Is the new loss above or below the mean? Which way must the mean go?",
    ),
    "sum for mean": Misconception(
        "The losses were added up and not divided.",
        "Can a mean be larger than every loss?",
    ),
    "every epoch": Misconception(
        "Not every epoch brings the lowest loss so far.",
        "What would be in the file at the end, if it were written each time?",
    ),
    "against the epoch before": Misconception(
        "Each loss was compared with the one before it, and not with the lowest so far.",
        "Which number do you have to remember: the last one, or another?",
    ),
    "first forgotten": Misconception(
        "Nothing had been measured before the first epoch.",
        "What is the lowest loss so far, when the first one comes?",
    ),
    "the best alone": Misconception(
        "Who knows, when an epoch ends, that a better one will come?",
        "What do you know of later epochs when this one ends?",
    ),
    "epoch for count": Misconception(
        "This is an epoch's number.",
        "Are you asked when, or how often?",
    ),
    "variance for spread": Misconception(
        "This is a variance: its root is still to be taken.",
        "In which unit is your number: points, or points squared?",
    ),
    "images forgotten": Misconception(
        "The number of images is not in it.",
        "Should 10,000 images be as uncertain as 100?",
    ),
    "wrong ones forgotten": Misconception(
        "The share that is wrong belongs in it, too.",
        "What should come out where everything is right?",
    ),
    "right ones forgotten": Misconception(
        "The share that is right belongs in it, too.",
        "What should come out where everything is wrong?",
    ),
    "share for points": Misconception(
        "This is a fraction of 1; points are hundredths.",
        "How many points are a hundredth?",
    ),
    "images for points": Misconception(
        "This counts images.",
        "How many points is that, if 400 images are 100?",
    ),
    "loss for accuracy": Misconception(
        "A loss can rise without a single answer being another.",
        "Find two rows of logits with one right answer each and very different losses.",
    ),
    "chosen for proven": Misconception(
        "The figure that made it the best is partly luck.",
        "Had another network been the luckiest, which would you have chosen?",
    ),
    "an image in two parts": Misconception(
        "Together these are more images than there are.",
        "Add your three numbers up.",
    ),
    "no test set": Misconception(
        "Nothing is left to measure with.",
        "By which images will you tell others how good it is?",
    ),
    "no validation set": Misconception(
        "Nothing is left to choose by.",
        "By which images will you decide when to stop?",
    ),
    "too few to measure": Misconception(
        "Chance moves one of the accuracies further than allowed.",
        "Put your number of images into the formula: what comes out?",
    ),
    "a third each": Misconception(
        "Little is left to learn from.",
        "Which of the three parts makes the network better?",
    ),
    "patience added up": Misconception(
        "Epochs without a new lowest loss were added up over the whole run; the count begins "
        "anew with each lowest one.",
        "After a new lowest loss, how long may it take to the next?",
    ),
    "one epoch late": Misconception(
        "It went on for an epoch after its patience was used up.",
        "Count on your fingers the epochs since the lowest loss.",
    ),
    "looked ahead": Misconception(
        "The best epoch was sought among epochs that are never run.",
        "Which losses are known when training stops?",
    ),
    "never stops": Misconception(
        "It ran to the end of the list.",
        "What does patience do in your function?",
    ),
    "equal for lower": Misconception(
        "A loss as low as the lowest is not below it.",
        "Let the losses be 3, 3, 3, 3: is there anything to wait for?",
    ),
    "counted from zero": Misconception(
        "Epochs are counted from 1 here.",
        "What is the number of the first epoch?",
    ),
    "last for best": Misconception(
        "The last epoch is not the best one.",
        "Which of the epochs that were run had the lowest loss?",
    ),
    "two numbers swapped": Misconception(
        "Both numbers are there, in the other order.",
        "Which of the two comes first in what is asked?",
    ),
    "last epoch's weights": Misconception(
        "These are the weights of the last epoch.",
        "Print `kept` after each epoch: does it change when it should not?",
    ),
    "highest for lowest": Misconception(
        "These are the weights with the highest loss.",
        "Which loss do you want to keep, a large or a small one?",
    ),
    "own change forgotten": Misconception(
        "The change of the best epoch itself is missing: the loss was measured after it.",
        "Is the loss measured before the epoch's change or after it?",
    ),
    "one epoch too far": Misconception(
        "One change too many was added.",
        "How many changes have happened when the best loss is measured?",
    ),
    "first epoch's weights": Misconception(
        "These are the weights after the first epoch.",
        "What does `lowest` become after the first epoch?",
    ),
    "start for best": Misconception(
        "These are the weights from before the first epoch.",
        "Which changes had happened when the best loss was measured?",
    ),
    "other changes forgotten": Misconception(
        "Earlier epochs changed the weights, too.",
        "With which weights did the best epoch begin?",
    ),
    "changes alone": Misconception(
        "The weights that training began with are missing.",
        "Where did training start?",
    ),
}
