"""What a test does with a network that learns in the page."""

STEP = "one => one.frame.mounted.view.course.step"
FASTER = {"images": 200, "batch_size": 40}  # five steps an epoch


def step(found):
    """Return how many steps it has taken, as the page has been told."""
    return found.evaluate(STEP)


def until(found, condition, arg=None):
    """Wait until a condition of the element holds."""
    found.page.wait_for_function(
        f"([one, arg]) => ({condition})(one, arg)", arg=[found.element_handle(), arg]
    )


def press(found, name):
    found.get_by_role("button", name=name, exact=True).click()


def goes_on(found):
    """Wait for steps that are yet to be taken."""
    until(found, f"(one, from) => ({STEP})(one) > from", step(found))


def rests(found):
    until(found, "one => !one.frame.mounted.view.busy")


def run_epochs(found, count):
    """Learn from 100 images so many times."""
    found.evaluate("(one, values) => one.set(values)", FASTER)
    for epoch in range(1, count + 1):
        press(found, "One epoch")
        until(found, f"(one, to) => ({STEP})(one) === to", 5 * epoch)
        rests(found)
