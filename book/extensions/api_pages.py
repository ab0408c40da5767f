"""Show on an API page what is public there, and how a dataclass is called.

The pages are made by sphinx-autoapi, which reads the source without importing it: no
framework is needed. It lists every name that a module imports, writes types with the file
they come from, and knows a class's arguments only where ``__init__`` is written out; all three
are mended here.
"""

import re


def short(annotation):
    """Return ``annotation`` with the names alone of the package's own types."""
    return annotation and re.sub(r"\bcnncourse(?:\.\w+)*\.(\w+)", r"\1", annotation)


def is_public(child, module):
    """Return whether ``child`` of ``module`` is described on the module's page.

    A package shows what its ``__all__`` takes from its own files; a module shows its own names,
    and those that its ``__all__`` takes from the package it stands in. A constant without a word
    of explanation is shown by neither.
    """
    origin = child.obj.get("original_path")
    if child.type == "data" and not child.docstring:
        return False
    if module.type == "package":
        own = origin is None or origin.startswith(f"{module.id}.")
        return own and (module.all is None or child.name in module.all)
    if origin is not None:
        beside = module.id.rpartition(".")[0]
        return child.name in (module.all or ()) and origin.startswith(f"{beside}.")
    return not child.name.startswith("_")


def keep_public(app, env, docnames):
    """Drop from every module what its page does not describe; shorten its members' types."""
    for module in app.env.autoapi_all_objects.values():
        if module.type in ("module", "package"):
            module.children = [child for child in module.children if is_public(child, module)]
            for child in module.children:
                for member in getattr(child, "children", []):
                    if hasattr(member, "annotation"):
                        member.annotation = short(member.annotation)


def mend_signature(app, what, name, item, options, arguments, returned):
    """Shorten types; give a class without an ``__init__`` the arguments that its fields make."""
    if getattr(item, "type", None) != "class" or item.constructor:
        return short(arguments), short(returned)
    fields = []
    for child in item.children:
        annotation = getattr(child, "annotation", None)
        if child.type == "attribute" and annotation and "ClassVar" not in annotation:
            default = child.value and ("…" if "field(" in child.value else child.value)
            fields.append(f"{child.name}={default}" if default else child.name)
    return f"({', '.join(fields)})" if fields else None, returned


def setup(app):
    """Connect the repairs to the build."""
    app.connect("env-before-read-docs", keep_public)
    app.connect("autodoc-process-signature", mend_signature)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
