// What every page for respondents has: leaving quickly, and focus on the
// error summary.
import './answered.js';

const elsewhere = 'https://www.meteofrance.com/';

// leave hides the page at once, for slow networks, and takes its entry out of
// the history. A draft stays, encrypted, on the device: leaving must not
// destroy what a professional has not sent yet.
export function leave(event) {
  event?.preventDefault();
  document.title = 'Météo';
  document.body.classList.add('gone');
  letGo();
  location.replace(elsewhere);
}

// letGo makes the browser forget the receipt that it may hold: its cookie is
// out of scripts' reach.
function letGo() {
  const questionnaire = location.pathname.match(/^\/q\/[^/]+/)?.[0];
  if (questionnaire) fetch(`${questionnaire}/recu/terminer`, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => {});
}

let presses = [];
addEventListener('keydown', (event) => {
  if (event.key !== 'Shift' || event.repeat) {
    if (event.key !== 'Shift') presses = [];
    return;
  }
  presses = presses.filter((t) => event.timeStamp - t < 5000);
  presses.push(event.timeStamp);
  if (presses.length === 3) leave();
});
addEventListener('pageshow', () => document.body.classList.remove('gone'));
for (const link of document.querySelectorAll('[data-exit]')) link.addEventListener('click', leave);
document.querySelector('[data-focus]')?.focus();
