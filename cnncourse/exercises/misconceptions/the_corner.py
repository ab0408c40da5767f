"""The mistakes first met in the chapter "the_corner"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "one unit": Misconception(
        "This is for one unit; the layer has more.",
        "How many units has the layer?",
    ),
    "bias counted": Misconception(
        "A bias belongs to no pixel: it learns whatever the picture shows.",
        "Which pixel does a bias belong to?",
    ),
    "the other pixels": Misconception(
        "These are the weights of the pixels that items do cover.",
        "Are these the pixels that stay black or those that change?",
    ),
    "every pixel": Misconception(
        "Every pixel was counted, those of the items too.",
        "Which pixels are black in every training picture?",
    ),
    "side for area": Misconception(
        "A margin is the difference of two areas, not the square of a difference.",
        "How many pixels has the frame, and how many has the item in it?",
    ),
    "frame forgotten": Misconception(
        "This is the answer for the items without the frame.",
        "How large is the picture with its frame?",
    ),
    "step for field": Misconception(
        "How far one number lies from the next is one thing; how much each of them sees is "
        "another.",
        "Is that how far the next number lies, or how much this one sees?",
    ),
    "poolings forgotten": Misconception(
        "This is the answer without the poolings.",
        "What does a pooling do to the step of all that follows?",
    ),
    "steps added": Misconception(
        "The steps of layers that follow one another are not added.",
        "A step of two, and behind it a step of two: how far is that in pixels?",
    ),
    "one step only": Misconception(
        "This is one layer's step; there is another.",
        "How many layers take steps?",
    ),
    "poolings of two": Misconception(
        "This is the answer for poolings of 2×2.",
        "How large are the windows in the question?",
    ),
    "one way only": Misconception(
        "This counts one direction; there are two, and they multiply.",
        "And how many are there in the other direction?",
    ),
    "every map": Misconception(
        "The numbers of all maps were counted; a single map was asked for.",
        "How many maps does the question ask about?",
    ),
    "every place": Misconception(
        "This is every place of the map; not all of them see the pixel.",
        "Which windows can reach that pixel at all?",
    ),
    "pixels of the window": Misconception(
        "This counts what one number sees, not how many see the pixel.",
        "Did you count what one number sees, or who sees one pixel?",
    ),
    "both ways added": Misconception(
        "For each row there is every column: multiply the two.",
        "For each row, how many columns are there?",
    ),
    "half of the shifts": Misconception(
        "An item moves in both directions from the middle, and may stay.",
        "In how many directions can an item go, and may it stay?",
    ),
    "places alone": Misconception(
        "This is for a single item.",
        "How many items are there?",
    ),
    "rings for places": Misconception(
        "A ring is counted along the longer way; the shorter one may be a broken number of "
        "strides.",
        "Is a place of the ring a whole number of strides away in both ways?",
    ),
    "counted from the corner": Misconception(
        "The strides were counted from the corner of the table.",
        "Where does a shift of 0 stand in the table?",
    ),
    "middle left out": Misconception(
        "The middle is no stride away, which is a whole number too.",
        "How many strides away is the middle from itself?",
    ),
    "middle alone": Misconception(
        "This is the middle alone.",
        "Which other shifts are whole strides?",
    ),
}
