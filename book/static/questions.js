// @ts-check
/**
 * Questions that a page judges by itself: typed or clicked, hints one by one, the solution after
 * an attempt. Answers stay in the browser; a reader may export them, and forget them.
 */

(() => {
  const { judge } = /** @type {any} */ (globalThis).cnncourseQuestions;
  const STORE = "cnncourse:answers";
  const SAID = /** @type {Record<string, string>} */ ({
    right: "Right.",
    wrong: "Not right:",
    "cannot be judged": "Cannot be judged:",
    "not attempted": "Not attempted:",
  });

  /** @typedef {{answer: string, status: string, misconception: string, tries: number, hints: number}} Kept */

  /** What the browser remembers. @returns {Record<string, Record<string, Kept>>} */
  function remembered() {
    try {
      const found = JSON.parse(localStorage.getItem(STORE) ?? "{}");
      return found && typeof found === "object" ? found : {};
    } catch {
      return {}; // private windows and blocked storage: everything else works
    }
  }

  /** @param {any} answers */
  function remember(answers) {
    try {
      localStorage.setItem(STORE, JSON.stringify(answers));
    } catch {
      // The page goes on without a memory.
    }
  }

  /** An element. @param {string} tag @param {Record<string, string>} [set] @param {(Node | string)[]} [inside] */
  function make(tag, set = {}, inside = []) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  }

  /** The words of a verdict. @param {{status: string, words: string}} verdict */
  function said({ status, words }) {
    const text = words && !/[.?!]$/.test(words) ? `${words}.` : words;
    return [SAID[status], text].filter(Boolean).join(" ");
  }

  /** Turn the options of a choice into inputs. @param {Element} element @param {any} data */
  function options(element, data) {
    const lists = element.querySelectorAll(":scope > ul, :scope > .question-text > ul");
    const list = lists[lists.length - 1];
    const field = make("fieldset", { class: "question-options" });
    field.append(make("legend", {}, [data.several ? "Choose all that hold" : "Choose one"]));
    [...list.children].forEach((item, place) => {
      const letter = String.fromCharCode(97 + place);
      const type = data.several ? "checkbox" : "radio";
      const input = make("input", { type, name: `question-${data.name}`, value: letter });
      const text = make("span", {}, [...(item.querySelector(":scope > p") ?? item).childNodes]);
      field.append(make("label", {}, [input, text]));
    });
    list.replaceWith(field);
    const inputs = /** @type {HTMLInputElement[]} */ ([...field.querySelectorAll("input")]);
    return {
      read: () => inputs.flatMap((input) => (input.checked ? [input.value] : [])).join(", "),
      /** @param {string} answer */
      write: (answer) => {
        for (const input of inputs) input.checked = answer.split(", ").includes(input.value);
      },
      part: null,
    };
  }

  /** A line to type in. @param {any} data */
  function line(data) {
    const like = /** @type {Record<string, string>} */ ({
      number: "a number",
      shape: "such as 26 x 26 x 32",
      array: data.right?.shape?.length === 1 ? "such as 1, 2, 3" : "such as [[1, 2], [3, 4]]",
    });
    const id = `answer-${data.name}`;
    const input = /** @type {HTMLInputElement} */ (
      make("input", { id, type: "text", autocomplete: "off", spellcheck: "false" })
    );
    const unit = data.unit ? `, in ${data.unit}` : "";
    const label = make("label", { for: id }, [`Your answer (${like[data.kind]}${unit})`]);
    return {
      read: () => input.value,
      /** @param {string} answer */
      write: (answer) => {
        input.value = answer;
      },
      part: make("span", { class: "question-line" }, [label, input]),
    };
  }

  /** The button that gives hints, and their list. @param {any} data @param {(count: number) => void} noted */
  function hints(data, noted) {
    const list = make("ol", { class: "question-hints", "aria-live": "polite" });
    const button = /** @type {HTMLButtonElement} */ (make("button", { type: "button" }, ["Hint"]));
    const give = () => {
      const place = list.children.length;
      if (place >= data.hints.length) return;
      list.append(make("li", {}, [data.hints[place]]));
      if (place + 1 === data.hints.length) button.setAttribute("aria-disabled", "true");
      else button.textContent = "Next hint";
      noted(place + 1);
    };
    button.addEventListener("click", give);
    return { button, list };
  }

  /** Bring one question to life. @param {HTMLElement} element */
  function start(element) {
    const bytes = Uint8Array.from(atob(element.dataset.question ?? ""), (sign) =>
      sign.charCodeAt(0),
    );
    const data = JSON.parse(new TextDecoder().decode(bytes));
    const solution = /** @type {HTMLElement | null} */ (
      element.querySelector(".question-solution")
    );
    /** @param {Partial<Kept>} news */
    const note = (news) => {
      const all = remembered();
      all[data.chapter] ??= {};
      const none = { answer: "", status: "not attempted", misconception: "", tries: 0, hints: 0 };
      all[data.chapter][data.name] = { ...none, ...all[data.chapter][data.name], ...news };
      remember(all);
    };
    const known = () => remembered()[data.chapter]?.[data.name];
    const given = hints(data, (count) => note({ hints: Math.max(count, known()?.hints ?? 0) }));
    const row = make("div", { class: "question-row" });
    const status = make("p", { class: "question-status", role: "status" });
    if (data.kind === "notebook") {
      row.append(given.button);
      solution?.before(row, given.list);
      return;
    }
    const asked = data.kind === "choice" ? options(element, data) : line(data);
    const form = make("form", { class: "question-form" }, [row]);
    if (asked.part) row.append(asked.part);
    row.append(
      make("button", { type: "submit", class: "question-check" }, ["Check"]),
      given.button,
    );
    /** @param {{status: string, words: string}} verdict */
    const show = (verdict) => {
      status.textContent = said(verdict);
      element.dataset.status = verdict.status;
      if (solution && ["right", "wrong"].includes(verdict.status)) solution.hidden = false;
    };
    if (solution) {
      solution.hidden = true;
      solution.before(form, status, given.list);
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const verdict = judge(data, asked.read());
      show(verdict);
      if (verdict.status === "not attempted") return;
      const { status: found, misconception } = verdict;
      const tries = (known()?.tries ?? 0) + 1;
      note({ answer: asked.read().slice(0, 400), status: found, misconception, tries });
    });
    const before = known();
    if (typeof before?.answer === "string" && before.answer) {
      asked.write(before.answer);
      show(judge(data, before.answer));
    }
  }

  /** Give a reader the answers of this page as a file. @param {string[]} chapters */
  function exported(chapters) {
    const all = remembered();
    for (const chapter of chapters) {
      const file = {
        format: "cnncourse-answers",
        version: 1,
        chapter,
        answers: all[chapter] ?? {},
      };
      const url = URL.createObjectURL(
        new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: "application/json" }),
      );
      const link = make("a", { href: url, download: `cnncourse-${chapter}.json` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    }
  }

  /** The buttons below the last question. @param {HTMLElement[]} questions */
  function tools(questions) {
    const chapters = [...new Set(questions.map((one) => one.dataset.chapter ?? ""))];
    const said = make("p", { role: "status" });
    const save = make("button", { type: "button" }, ["Export my answers"]);
    const drop = make("button", { type: "button" }, ["Forget my answers"]);
    save.addEventListener("click", () => {
      exported(chapters);
      said.textContent = "Saved as a small file. Nothing was sent anywhere.";
    });
    drop.addEventListener("click", () => {
      remember({});
      for (const form of document.querySelectorAll(".question form")) {
        /** @type {HTMLFormElement} */ (form).reset();
      }
      for (const input of document.querySelectorAll(".question-options input")) {
        /** @type {HTMLInputElement} */ (input).checked = false;
      }
      for (const one of questions) {
        delete one.dataset.status;
        for (const status of one.querySelectorAll(".question-status")) status.textContent = "";
      }
      said.textContent = "All answers of the course are forgotten.";
    });
    questions[questions.length - 1].after(
      make("div", { class: "question-tools" }, [
        make("p", {}, ["Your answers are remembered by this browser alone."]),
        save,
        drop,
        said,
      ]),
    );
  }

  const questions = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll("[data-question]"),
  ]);
  questions.forEach(start);
  if (questions.some((one) => one.dataset.kind !== "notebook")) tools(questions);
})();
