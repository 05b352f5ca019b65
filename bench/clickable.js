// Runs before a page's own scripts; window.clickableAt(selector) tells when what the selector finds,
// also within shadow roots, could first be clicked: ms after the navigation began.

(() => {
  const LONGEST_MS = 60_000;

  function find(root, selector) {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const host of root.querySelectorAll("*")) {
      const inner = host.shadowRoot && find(host.shadowRoot, selector);
      if (inner) return inner;
    }
    return null;
  }

  function hit(x, y) {
    let top = document.elementFromPoint(x, y);
    while (top?.shadowRoot) {
      const inner = top.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  }

  function clickable(part) {
    if (!part || part.disabled) return false;
    part.scrollIntoView({ block: "nearest" });
    const { x, y, width, height } = part.getBoundingClientRect();
    return part.contains(hit(x + width / 2, y + height / 2));
  }

  // Looks once a frame: before the first one the visitor sees nothing to click.
  window.clickableAt = (selector) => new Promise((tell, fail) => {
    function look() {
      if (clickable(find(document, selector))) tell(performance.now());
      else if (performance.now() > LONGEST_MS) fail(new Error(`${selector} cannot be clicked`));
      else requestAnimationFrame(look);
    }
    requestAnimationFrame(look);
  });
})();
