"""The mistakes first met in the chapter "features_map"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "mean not subtracted": Misconception(
        "The mean was not subtracted.",
        "Move all rows by the same amount. Should their variance change?",
    ),
    "one mean for all": Misconception(
        "One number was subtracted from all features.",
        "How many numbers has the mean row?",
    ),
    "each row's own mean": Misconception(
        "Each row's own mean was subtracted, and not the mean row.",
        "Along which axis do the images run?",
    ),
    "values not squared": Misconception(
        "Singular values are lengths; variances are their squares.",
        "If a row's differences double, what becomes of their variance?",
    ),
    "features set to one spread": Misconception(
        "The features were divided by their spread first.",
        "Does that change which direction has most of the variance?",
    ),
    "widest feature alone": Misconception(
        "This is the share of one feature; a direction may lie between features.",
        "What is the first direction of points along a diagonal?",
    ),
    "last component": Misconception(
        "This is the last component's share.",
        "In which order do singular values come?",
    ),
    "share of what is left": Misconception(
        "This is what the first direction does not have.",
        "Which of the two grows if all rows move towards one line?",
    ),
    "all shares": Misconception(
        "These are the shares of all components; one was asked for.",
        "How many numbers should come back?",
    ),
    "rooted for squared": Misconception(
        "Roots were taken in the place of squares.",
        "If a row's differences double, what becomes of their variance?",
    ),
    "first against the second": Misconception(
        "Two values were compared; a share is of the whole.",
        "What is the sum of all shares?",
    ),
    "mean takes none": Misconception(
        "Subtracting the mean takes one direction away.",
        "In how many directions can two points differ from their middle?",
    ),
    "a direction for each pixel": Misconception(
        "So few points do not fill so many directions.",
        "In how many directions can two points differ from their middle?",
    ),
    "a direction for each pair": Misconception(
        "Most lines through pairs of points are mixtures of others.",
        "Three points have three pairs. Do they need more than a plane?",
    ),
    "mean takes two": Misconception(
        "The mean takes one direction away, not two.",
        "In how many directions can two points differ from their middle?",
    ),
    "variance for worth": Misconception(
        "A principal component is computed without the classes.",
        "Which of the two maps had the larger share, and which parts the classes?",
    ),
    "variance for skill": Misconception(
        "The network that knows nothing has the larger share here.",
        "Which of the two maps had the larger share?",
    ),
    "distances believed": Misconception(
        "Distances between groups on such a map need mean nothing.",
        "What came of groups at 0, 10 and 60?",
    ),
    "sizes believed": Misconception(
        "Widths of groups on such a map need mean nothing.",
        "What came of a group ten times as wide as another?",
    ),
    "groups believed": Misconception(
        "Groups can be cut out of any map, one of noise too.",
        "What came of noise?",
    ),
    "too few directions": Misconception(
        "Too much of the variance is left out.",
        "How much is left after this many directions?",
    ),
    "bytes taken for numbers": Misconception(
        "A number takes four bytes.",
        "How many numbers are 300,000 bytes?",
    ),
    "all that there are": Misconception(
        "All directions keep all, and save nothing.",
        "How many bytes do the rows themselves need?",
    ),
    "place for number": Misconception(
        "Places are counted from 0: this is the place of the last direction, not their number.",
        "If the first direction is enough, how many are needed?",
    ),
    "one direction more": Misconception(
        "One less would do.",
        "Which share have all but the last of them together?",
    ),
    "smallest first": Misconception(
        "The smallest shares were added up first.",
        "Which directions are kept?",
    ),
    "what is left counted": Misconception(
        "This is enough for the share that may be lost, and not for the one that is wanted.",
        "For a wanted share of 0.9, which sum has to be reached?",
    ),
    "shares one by one": Misconception(
        "Single shares were compared with what all are to have together.",
        "Can the second direction alone have 90 %?",
    ),
    "part of the count": Misconception(
        "Directions do not have equal shares.",
        "If the first has 90 %, how many are needed for 90 %?",
    ),
    "relative to the first": Misconception(
        "Shares were compared with the first one; it is their sum that counts.",
        "What have all of them together, if there are many small ones?",
    ),
    "those not needed": Misconception(
        "This is how many can be left out.",
        "If the first direction is enough, how many are needed?",
    ),
    "share for number": Misconception(
        "This is the share that they have; their number was asked for.",
        "Which kind of number says how many?",
    ),
}
