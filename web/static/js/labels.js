// Labels as the server wrote them (survey/markup): their markup is its alone,
// and an answer is put in its place as text.

// fillLabels writes the answers that the texts of the page name, each as seen
// from its own question; those of the questions that changed, where told.
export function fillLabels(page, logic, nodeAt, changed) {
  const concerned = (name) => !changed || (logic.byName.get(name) ?? []).some((q) => changed.has(q));
  for (const place of page.querySelectorAll('[data-ref], [data-pattern]')) {
    const { ref, pattern = `\${${ref}}` } = place.dataset;
    if (changed && !names(pattern).some(concerned)) continue;
    const container = place.closest('[data-field]'), node = container ? nodeAt(container) : logic.root;
    if (!node) continue;
    const text = logic.fill(pattern, node);
    if (place.textContent === text) continue;
    place.textContent = text;
    place.parentElement.sync?.(); // of a list with a box to type in
  }
}

const names = (pattern) => [...pattern.matchAll(/\$\{\s*([^}\s]+)\s*\}/g)].map((m) => m[1]);

// elements reads the markup of one label.
export const elements = (html) => [...new DOMParser().parseFromString(html, 'text/html').body.childNodes];
