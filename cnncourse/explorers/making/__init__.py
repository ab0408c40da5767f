"""How the data that the explorers carry were made: pictures drawn, weights rounded.

Run as ``python -m cnncourse.explorers.making B=FOLDER C-dense=FOLDER``, each folder one that
``cnncourse train`` has filled by the command that `networks.COMMANDS` names, with the full
Fashion-MNIST where `cnncourse.datasets.load` finds it. It writes
``data-images.js``, ``data-landscapes.js`` and ``data-weights.js`` into ``bundle``. Nothing is
trained here, and no explorer needs this room. ``B-relu=RECORD.json`` and
``C-cnn-small=RECORD.json`` write the files of the networks that are loaded only when chosen, from
records of ``cnncourse reproduce NAME --framework torch --weights``. ``maps`` writes
``data-maps.js``, from what the package holds.

``pictures``, ``landscape``
    The images: ten of Fashion-MNIST, and what is drawn by code.
``networks``
    Trained weights, rounded as far as the probabilities bear it.
``maps``
    Images laid out by pixels and by a network's layers, on several maps.
``script``
    Arrays and payloads in the form of a data file.
"""
