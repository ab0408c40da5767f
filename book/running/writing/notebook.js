/** The chapter's notebook with a reader's own code in the cells of its exercises. */

/** @typedef {{id?: string, cell_type: string, source: string | string[], outputs?: any[],
 *   execution_count?: number | null}} Cell */

/** The address of the notebook that the page was made of; none for a page that is no notebook. */
export function sourceOfPage() {
  const link = /** @type {HTMLAnchorElement | null} */ (
    document.querySelector('a[href*="_sources/"][href$=".ipynb"]')
  );
  return link?.href;
}

/**
 * Return a notebook's text with the code of exercises, which their names lead to.
 * @param {string} text @param {Map<string, string>} written
 */
export function withCode(text, written) {
  const notebook = JSON.parse(text);
  for (const cell of /** @type {Cell[]} */ (notebook.cells)) {
    const name = /^exercise-(.+)-answer$/.exec(cell.id ?? "")?.[1];
    const code = name && written.get(name);
    if (!code || cell.cell_type !== "code") continue;
    // The cell's last line asks for the verdict.
    const lines = [cell.source].flat().join("").split("\n");
    const whole = `${code.trimEnd()}\n\n\n${lines.at(-1)}`;
    cell.source = whole.split(/(?<=\n)/);
    cell.outputs = [];
    cell.execution_count = null;
  }
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** Give a reader a text as a file. @param {string} text @param {string} name */
export function save(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
