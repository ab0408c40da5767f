"""How a network is trained: the `Recipe`, the batches both twins take, the `History`."""

from cnncourse.recipe.description import OPTIMIZERS, PRECISIONS, Recipe
from cnncourse.recipe.history import History
from cnncourse.recipe.schedules import SCHEDULES

__all__ = ["OPTIMIZERS", "PRECISIONS", "SCHEDULES", "History", "Recipe"]
