"""The mistakes first met in the chapter "learning_rates"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "what was taken off": Misconception(
        "This is what the way down has taken off so far.",
        "How much of the first rate is gone by then, and how much is left?",
    ),
    "half a cosine": Misconception(
        "This is the rate of half a cosine; the line falls evenly.",
        "By how much does it fall in the first tenth of the way?",
    ),
    "rate kept": Misconception(
        "The rate was left as it was; what has changed?",
        "What would the loss do if nothing but the batch changed?",
    ),
    "share for rate": Misconception(
        "This is a share; multiply the first rate by it.",
        "Of what is this a share?",
    ),
    "root of the batch": Misconception(
        "The rate grew with the batch's root; here slopes are added up.",
        "Four steps that agree: how far do they go together?",
    ),
    "rate divided": Misconception(
        "The rate went down; each step stands in for several, so how far must it go?",
        "How many steps does an epoch have now, and how far must each go?",
    ),
    "squared": Misconception(
        "The ratio of the batches was taken twice.",
        "How many old steps does one new step stand in for?",
    ),
    "steps cure noise": Misconception(
        "At one rate each step throws the weight off as far as the last did.",
        "Run it twice as long. Does the distance change?",
    ),
    "too coarse": Misconception(
        "The rates lie too far apart.",
        "By what factor does the rate grow from one step to the next?",
    ),
    "starts too high": Misconception(
        "It starts above the lowest rate that was asked for.",
        "What is the lowest rate that it tries?",
    ),
    "ends too low": Misconception(
        "It ends below the highest rate that was asked for.",
        "What is the highest rate that it tries?",
    ),
    "too many steps": Misconception(
        "It takes more steps than were given.",
        "How many steps may it have, and how many does it take?",
    ),
    "first step stands still": Misconception(
        "The first step has a rate of 0 and learns nothing.",
        "What is the rate of the very first step?",
    ),
    "falls from the start": Misconception(
        "At the end of the warm-up the rate drops at once.",
        "Which rates have the rise's last step and the one after it?",
    ),
    "never falls": Misconception(
        "After the warm-up the rate stays where it is.",
        "What is the rate of the last step?",
    ),
    "no warm-up": Misconception(
        "The rate is highest at the first step.",
        "Draw the first five rates. Do they rise?",
    ),
    "peak forgotten": Misconception(
        "This is a share of the peak.",
        "Double the peak. Does anything change?",
    ),
    "ends one early": Misconception(
        "The last step has a rate of 0 and learns nothing.",
        "Which rate has the last step, and what does it do?",
    ),
    "equal differences": Misconception(
        "The rates differ by equal amounts; they should by equal factors.",
        "Divide each rate by the one before. Are the quotients alike?",
    ),
    "end left out": Misconception(
        "The last rate is below high.",
        "What is the last rate?",
    ),
    "start left out": Misconception(
        "The first rate is above low.",
        "What is the first rate?",
    ),
    "one too many": Misconception(
        "There is one rate too many.",
        "How many rates are there, and how many were asked for?",
    ),
    "powers for rates": Misconception(
        "These are powers of ten; the rates are ten to these powers.",
        "Can a learning rate be negative?",
    ),
    "from high to low": Misconception(
        "The rates fall; they should rise.",
        "Which rate comes first?",
    ),
    "starts at one": Misconception(
        "These are multiples of the first rate, which is missing.",
        "What is the first rate, and what should it be?",
    ),
    "shares swapped": Misconception(
        "The new loss got the share that the mean keeps.",
        "Which counts for more in the mean: what it was, or the new loss?",
    ),
    "started at the first": Misconception(
        "The mean starts at 0 here, not at the first loss.",
        "What is the mean before the first loss?",
    ),
    "corrected by one power": Misconception(
        "Each mean was divided by the weight of a single loss.",
        "What weights do two losses have together in the mean?",
    ),
    "mean of all so far": Misconception(
        "All losses count alike; older ones should count less.",
        "After a hundred losses, how much does the first one count?",
    ),
    "mean of the last few": Misconception(
        "A few losses count alike and the others not at all.",
        "Does a loss lose its weight slowly, or at once?",
    ),
    "losses as they are": Misconception(
        "These are the losses themselves.",
        "Is what came back any smoother than what went in?",
    ),
}
