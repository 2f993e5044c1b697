// Buttons that only work with JavaScript, shown by it: to print the page, and
// to copy a code.

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

const code = document.querySelector('[data-code]');
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const copied = await copy(code);
    document.querySelector('[data-copied]').textContent = copied ? button.dataset.done : button.dataset.failed;
  });
}

// copy puts an element's text on the clipboard. Where the browser refuses it,
// as over plain http, the text stays selected: one gesture is left to do.
async function copy(element) {
  const text = element.textContent.replaceAll('\u00a0', ' ');
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return document.execCommand('copy');
  }
}
