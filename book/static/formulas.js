/**
 * Loads MathJax, which draws the formulas, from the folder beside this file. It is the largest
 * script of a page: what answers to the hand is there first.
 */
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const load = () => {
    const script = document.createElement("script");
    script.src = new URL("mathjax/tex-svg.js?v=3.2.2", own).href;
    document.head.append(script);
  };
  if (!document.querySelector("cnncourse-explorer")) {
    load();
    return;
  }
  document.addEventListener("explorers-ready", load, { once: true });
  // Where their script is missing nothing will ever be ready.
  addEventListener("load", () => customElements.get("cnncourse-explorer") || load());
})();
