"""Keras's optimisers as a recipe names them; `in_torch.optimizers` follows their formulas."""

import keras

from cnncourse.recipe import Recipe


def make_optimizer(recipe: Recipe) -> keras.optimizers.Optimizer:
    """Return the recipe's optimiser."""
    recipe = recipe.in_float32()
    rate = recipe.learning_rate
    if recipe.optimizer == "sgd":
        return keras.optimizers.SGD(rate, momentum=recipe.momentum, nesterov=recipe.nesterov)
    settings = {
        "learning_rate": rate,
        "beta_1": recipe.beta_1,
        "beta_2": recipe.beta_2,
        "epsilon": recipe.epsilon,
    }
    if recipe.optimizer == "adamw":
        return keras.optimizers.AdamW(weight_decay=recipe.weight_decay, **settings)
    return keras.optimizers.Adam(**settings)
