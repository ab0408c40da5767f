"""What `training.py` prints of the rows of its record."""


def show(row):
    """Print the row of a case."""
    print(f"{row['name']}: {row['images']:,} images, batch {row['batch_size']}")
    for way, found in row["ways"].items():
        ours = "; ".join(
            f"{own} is {times['median']:.2f} [{times['least']:.2f}, {times['most']:.2f}] as fast"
            for own, times in found.get("speed_of_ours", {}).items()
        )
        speed = f"{found['images_per_second']:9,.0f} images/s"
        print(f"  {way:<12}{speed}, {found['precision']}{'; ' if ours else ''}{ours}")
    if promise := row["promise"]:
        words = (
            f"{promise['ours']} at least {promise['times']:g} times as fast as {promise['peer']}"
        )
        print(f"  promised: {words}; found: {promise['found']:.2f}, {kept(promise)}", flush=True)


def show_reach(row):
    """Print the row of a time to an accuracy."""
    print(f"{row['name']}: until {100 * row['accuracy']:g} % of the test images are right")
    for way, found in row["ways"].items():
        epochs = ", ".join(map(str, found["epochs"]))
        missed = "" if all(found["reached"]) else " (not reached in every round)"
        print(f"  {way:<12}{found['seconds']['median']:9.1f} s; epochs: {epochs}{missed}")
    share, promise = row["promise"]["found"], row["promise"]
    found = f"{share['median']:.2f} [{share['least']:.2f}, {share['most']:.2f}]"
    first, whole = row["share_of_the_first"]["median"], row["whole"]
    print(
        f"  ours is {first:.2f} of the time in which {promise['peer']} is there for the first time"
    )
    words = f"at most {promise['share']:g} of {promise['peer']}'s {whole['epochs']} epochs"
    print(f"  promised: {words}; found: {found}, {kept(promise)}", flush=True)


def kept(promise):
    """Return whether a promise is kept, as a word."""
    return "met" if promise["met"] else "MISSED"
