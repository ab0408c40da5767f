/** A page of slides shown one by one: arrows, page keys, full screen. Without it: a long page. */
(() => {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll("section.slide");
  const slides = [...all];
  const root = document.documentElement;
  let at = 0;
  /** @type {Element[]} */
  let asleep = [];

  /**
   * @param {string} words
   * @param {string} label
   * @param {() => void} act
   */
  function button(words, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  const count = document.createElement("span");
  count.setAttribute("aria-live", "polite");
  const walk = document.createElement("div");
  walk.className = "slides-walk";
  walk.append(
    button("←", "Slide before", () => show(at - 1)),
    count,
    button("→", "Next slide", () => show(at + 1)),
    button("✕", "End the presentation", end),
  );

  /** Wake what `show` put to sleep. */
  function wake() {
    for (const one of asleep) one.removeAttribute("inert");
    asleep = [];
  }

  /** @param {number} number */
  function show(number) {
    at = Math.max(0, Math.min(slides.length - 1, number));
    wake();
    for (const slide of slides) slide.toggleAttribute("data-current", slide === slides[at]);
    // Only the slide and its buttons can be reached by keyboard.
    for (let one = /** @type {Element | null} */ (slides[at]); one && one !== document.body; ) {
      for (const other of one.parentElement?.children ?? []) {
        if (other !== one && other !== walk && !other.hasAttribute("inert")) {
          other.setAttribute("inert", "");
          asleep.push(other);
        }
      }
      one = one.parentElement;
    }
    slides[at].scrollTop = 0;
    count.textContent = `${at + 1} / ${slides.length}`;
    history.replaceState(null, "", `#slide-${at + 1}`);
    // What draws itself to its width draws anew.
    dispatchEvent(new Event("resize"));
  }

  /** Begin with the slide that is in sight, or with the one of the address. */
  function begin() {
    const named = slides.findIndex((one) => `#${one.id}` === location.hash);
    const seen = slides.findIndex((one) => one.getBoundingClientRect().bottom > 80);
    root.dataset.presenting = "";
    show(Math.max(0, scrollY > 0 ? seen : named));
    root.requestFullscreen?.().catch(() => {});
  }

  /** Back to the page, at the slide that was shown. */
  function end() {
    wake();
    delete root.dataset.presenting;
    for (const slide of slides) slide.removeAttribute("data-current");
    if (document.fullscreenElement) document.exitFullscreen();
    dispatchEvent(new Event("resize"));
    slides[at].scrollIntoView();
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (!("presenting" in root.dataset) || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = /** @type {Element} */ (event.target);
    const steps = /** @type {Record<string, number>} */ ({ PageDown: 1, PageUp: -1 });
    // In an explorer the arrows are the explorer's.
    if (!target.closest("cnncourse-explorer, input, select, textarea")) {
      Object.assign(steps, { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });
      Object.assign(steps, { Home: -slides.length, End: slides.length });
      if (!target.closest("button, a, summary")) steps[" "] = event.shiftKey ? -1 : 1;
    }
    if (event.key in steps) show(at + steps[event.key]);
    else if (event.key === "Escape") end();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const bar = document.createElement("div");
  bar.className = "slides-bar";
  const said = document.createElement("span");
  said.textContent = "Then the arrow keys or Page Down and Page Up; Escape ends.";
  bar.append(button("Show full screen", "Show full screen", begin), said);
  slides[0].before(bar);
  document.body.append(walk);
  addEventListener("keydown", key, true);
  addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && "presenting" in root.dataset) end();
  });
})();
