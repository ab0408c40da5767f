"""A model from its printed source, and what its modules or layers were made with."""


def made(text):
    """Return the model that a listing makes, run by itself."""
    namespace = {"__name__": "listing"}
    exec(compile(text, "listing.py", "exec"), namespace)
    return namespace["model"]


def torch_modules(model):
    """Return (class, arguments) of every module: what its constructor kept, and its arrays."""
    found = []
    for module in model.modules():
        kept = {k: v for k, v in vars(module).items() if not k.startswith("_")}
        kept = {k: v for k, v in kept.items() if k not in ("training", "architecture")}
        arrays = {k: tuple(v.shape) for k, v in module.named_parameters(recurse=False)}
        found.append((type(module).__name__, kept, arrays))
    return found


def keras_layers(model):
    """Return (class, configuration) of every layer, without what names it or types it."""
    return [entry for layer in model.layers for entry in keras_entries(layer)]


def keras_entries(layer):
    """Return (class, configuration) of a layer, and of those of its paths if it is a residual."""
    kind, paths = type(layer).__name__, [getattr(layer, name, []) for name in ("body", "shortcut")]
    inside = [[entry for one in path for entry in keras_entries(one)] for path in paths]
    kept = {k: v for k, v in layer.get_config().items() if k not in OWN}
    return [(kind, kept, *inside)]


OWN = ("name", "dtype", "body", "shortcut")
