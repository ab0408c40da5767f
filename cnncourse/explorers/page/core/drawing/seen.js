/** Motion that nobody sees is work for nothing. */

/**
 * Watch the explorer that a part of its drawing belongs to.
 * @param {Element} part
 * @param {() => void} lost is called when it leaves the screen, or its page is hidden
 * @returns {() => void} ends the watch
 */
export function whileSeen(part, lost) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries[entries.length - 1].isIntersecting) lost();
  });
  observer.observe(part.closest(".explorer") ?? part);
  const follow = () => document.hidden && lost();
  document.addEventListener("visibilitychange", follow);
  return () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", follow);
  };
}
