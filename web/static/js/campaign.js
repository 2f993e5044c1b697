// The lead's pages: copy the link, print the poster.
const button = document.querySelector('[data-copy]');
const field = document.querySelector('[data-copy-from]');
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = 'Copié';
    setTimeout(() => { button.textContent = 'Copier'; }, 3000);
  });
}
const print = document.querySelector('[data-print]');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
