// What every page for respondents has: leaving quickly, and focus on the
// error summary.
import './answered.js';

const elsewhere = 'https://www.meteofrance.com/';

// The curtain is this tab's: it stays until somebody taps « Reprendre ».
const curtain = {
  get drawn() { try { return sessionStorage.getItem('locked') === '1'; } catch { return false; } },
  set drawn(yes) { try { sessionStorage.setItem('locked', yes ? '1' : ''); } catch { /* no storage, no curtain */ } },
};

// leave hides the page at once, for slow networks, and takes its entry out of
// the history; one that the questionnaire added for itself goes first. A draft
// stays, encrypted, on the device: leaving must not destroy what a
// professional has not sent yet.
export function leave(event) {
  event?.preventDefault();
  document.title = 'Météo';
  document.body.classList.add('gone');
  letGo();
  curtain.drawn = true;
  const go = () => location.replace(elsewhere);
  if (!history.state?.inside) return go();
  addEventListener('popstate', go, { once: true });
  setTimeout(go, 120);
  history.back();
}

// resumed settles when the page may show what was typed: at once, or when the
// person who left comes back and says so.
export const resumed = curtain.drawn ? masked() : Promise.resolve();

function masked() {
  const title = document.title;
  document.title = 'Page';
  document.body.classList.add('gone');
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'curtain', textContent: 'Reprendre' });
  document.body.append(button);
  return new Promise((resolve) => {
    button.addEventListener('click', () => {
      curtain.drawn = false;
      button.remove();
      document.title = title === 'Météo' ? 'Constat' : title;
      document.body.classList.remove('gone');
      resolve();
    });
  });
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
addEventListener('pageshow', (event) => {
  if (event.persisted && curtain.drawn && !document.querySelector('.curtain')) masked();
});
for (const link of document.querySelectorAll('[data-exit]')) link.addEventListener('click', leave);
if (!curtain.drawn) document.querySelector('[data-focus]')?.focus();
