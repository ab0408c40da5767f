"""The mistakes first met in the chapter "claims"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "grey for colour": Misconception(
        "This is the picture in grey.",
        "How many numbers has a pixel in colour?",
    ),
    "bias of one unit": Misconception(
        "One bias was counted; every unit has its own.",
        "How many sums does the layer make, and what is added to each?",
    ),
    "the claim's own row": Misconception(
        "This is the row for 32 pixels.",
        "What does the first convolution leave of 28?",
    ),
    "speed for structure": Misconception(
        "Speed does not tell what a thing is made of.",
        "Could something based on an RNN be faster than an RNN?",
    ),
    "use for structure": Misconception(
        "A common use does not tell what a thing is made of.",
        "What is a hammer based on, if a stone was used for the same?",
    ),
    "one run for proof": Misconception(
        "One run shows one seed.",
        "How would you know that another seed comes out alike?",
    ),
    "runs in place of images": Misconception(
        "All runs are asked about the same images: their luck is common to all.",
        "If the test images happen to be easy, what do more runs change?",
    ),
    "time of one run": Misconception(
        "Every run trains and is tested.",
        "How many minutes do all runs take together?",
    ),
    "an error of a whole point": Misconception(
        "So few images leave nearly a point open.",
        "By how much can chance move an accuracy on 1,000 images?",
    ),
    "taken as written": Misconception(
        "A percentage is rounded when it is written.",
        "Which is the lowest share that would be written so?",
    ),
    "a whole last digit": Misconception(
        "This is a whole unit of the last decimal.",
        "Where does rounding go down, and where up?",
    ),
    "rounded the other way": Misconception(
        "This is the highest that rounds to it.",
        "Is 88.4 written as 88? And 87.6?",
    ),
    "half a point always": Misconception(
        "How much rounding hides depends on the decimals.",
        "Which is the lowest number that is written as 82.01?",
    ),
    "best run for the mean": Misconception(
        "The best of several runs was compared.",
        "With a hundred runs, would the best one still tell what to expect?",
    ),
    "last run for the mean": Misconception(
        "One run was compared and the others left out.",
        "Does the first of the shares make any difference?",
    ),
    "apart for below": Misconception(
        "A mean above the claim does not fall short of it.",
        "What should come out if the mean is far above?",
    ),
    "above for below": Misconception(
        "This is how far it lies above.",
        "Which of the two is subtracted from which?",
    ),
    "nothing handed on": Misconception(
        "Each row stands alone: no state reaches the next.",
        "Change the first row. Does the last state change?",
    ),
    "one step of memory": Misconception(
        "A state knows the row before, and nothing older.",
        "Change the first row. Does the third state change?",
    ),
    "last state alone": Misconception(
        "This is the last state; there is one for each row.",
        "Which shape should come out?",
    ),
    "state starts at one": Misconception(
        "The first state had a part in it that no input gave.",
        "What is the state before any row has come?",
    ),
    "read from the end": Misconception(
        "The rows were read from the last to the first.",
        "Which rows may the first state know?",
    ),
    "tanh left out": Misconception(
        "The sums were handed on as they are.",
        "Between which two numbers does every state lie?",
    ),
    "tanh of the row alone": Misconception(
        "The state before was added after the tanh.",
        "Of which sum is the tanh taken?",
    ),
    "state not weighed": Misconception(
        "The state was added as it is, without its weights.",
        "Where does b come in?",
    ),
    "state weights transposed": Misconception(
        "The weights of the state were turned over.",
        "Is it state · b, or b · state?",
    ),
    "one state late": Misconception(
        "Each state stands one row too low.",
        "Which row does the first state know?",
    ),
}
