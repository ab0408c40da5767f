"""Settings to begin with, and what each of them shows: sentences that the tests hold to runs."""

PRESETS = {
    "right": {
        "label": "Just right",
        "words": "Both losses fall together: after 500 steps more than 65 % of the validation "
        "images are right.",
        "settings": {},
    },
    "small": {
        "label": "Too small a rate",
        "words": "The loss falls, but so slowly that after 500 steps it is still above 2.2. "
        "Guessing gives 2.30.",
        "settings": {"learning_rate": 0.0005},
    },
    "large": {
        "label": "Too large a rate",
        "words": "The first steps go so far that nothing is learned: after 125 steps one image in "
        "ten is right, as by guessing, or the loss is no number any more.",
        "settings": {"learning_rate": 0.7},
    },
    "overfitting": {
        "label": "Overfitting",
        "words": "It has 100 images and learns them by heart: training accuracy comes near 100 %, "
        "validation accuracy stays under 75 %, and the validation loss rises again.",
        "settings": {"images": 100},
    },
    "sigmoid": {
        "label": "A misplaced sigmoid",
        "words": "Behind a sigmoid no loss can fall below 1.46. After 500 steps it is at least "
        "twice that of “Just right”.",
        "settings": {"network": "B-sigmoid"},
    },
    "dying": {
        "label": "Dying ReLU",
        "words": "This rate is too large for Adam. Look at “Always 0”: after 125 steps at least "
        "half of each convolution’s filters give 0 for all validation images. What gives 0 gets "
        "no gradient. From some seeds nothing is learned any more; from others the rest learns.",
        "settings": {"network": "B-relu", "optimizer": "adam", "learning_rate": 0.05},
    },
    "shifted": {
        "label": "Shifted validation images",
        "words": "The validation images lie 4 pixels further right than those it learns from: "
        "after 500 steps less than half of them are right. Shifting the training images too helps.",
        "settings": {"validation_shift": 4},
    },
}
"""Every preset by its name: its label, its sentence, and the settings that are not as usual."""
