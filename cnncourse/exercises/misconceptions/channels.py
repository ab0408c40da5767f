"""The mistakes first met in the chapter "channels"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "channels forgotten": Misconception(
        "Only one channel was counted; every filter has a slice for each.",
        "How many slices has one filter here?",
    ),
    "channels kept apart": Misconception(
        "A filter adds its slices' sums up to one map.",
        "How many maps does one filter make?",
    ),
    "reshape for transpose": Misconception(
        "A reshape keeps the numbers in their order; to move an axis takes a transpose.",
        "Print the first row before and after: which numbers moved?",
    ),
    "one filter": Misconception(
        "This is one filter; the layer has more.",
        "How many filters has the layer?",
    ),
    "bias for every slice": Misconception(
        "The bias was counted for each channel; a filter has one.",
        "How many numbers does a filter add at the very end?",
    ),
    "channels swapped": Misconception(
        "The channels met each other's slices.",
        "Which slice belongs to red?",
    ),
    "averaged over channels": Misconception(
        "The channels' sums were averaged; they are added up.",
        "What joins the channels' sums in the formula?",
    ),
    "filters forgotten": Misconception(
        "The channels that go in were counted, not the filters.",
        "How many maps come out, and what decides that?",
    ),
    "channels left last": Misconception(
        "The axes still stand as they were.",
        "Which axis is to stand right behind the batch?",
    ),
    "axes reversed": Misconception(
        "All axes were turned round; height and width keep their order.",
        "Which axis holds the height afterwards?",
    ),
    "channels second to last": Misconception(
        "The channels moved, but not far enough.",
        "How far must the channel axis move?",
    ),
    "batch moved": Misconception(
        "The images' own axis left the first place.",
        "How many images does the result say there are?",
    ),
    "square for grey": Misconception(
        "Try it with one channel and two sides that differ.",
        "Which two numbers were equal in what you tried?",
    ),
    "grey comes through": Misconception(
        "This answers to grey pixels too.",
        "Give it a pixel with three equal channels: what comes out?",
    ),
    "average of the channels": Misconception(
        "This is brightness: what does it make of grey?",
        "Give it a pixel with three equal channels: what comes out?",
    ),
    "one channel left out": Misconception(
        "One of the three colours is not looked at.",
        "Change the third colour alone: does it answer?",
    ),
    "channels in and out swapped": Misconception(
        "What goes in and what comes out changed places.",
        "How many channels enter, and how many leave?",
    ),
    "one axis moved": Misconception(
        "One axis has moved; two have to.",
        "Which of the four axes stands in its place now, and which not yet?",
    ),
}
