// Sending. What a form posts goes through here, so that a network that is cut
// costs a sentence and not the page; without this module the browser posts the
// same fields to the same address.

import { enter } from './back.js';

const waits = [5, 15, 45, 120, 300]; // seconds between tries, then the last for ever
const longest = 3600; // what a Retry-After may ask for

// deliver posts a body once and tells what came of it:
//   received  its receipt is at url
//   page      another page of ours: document, status
//   away      no answer, after seconds when the service said so
//   portal    an answer that is not ours: a Wi-Fi network's own page
export async function deliver(action, body) {
  const limit = new AbortController(), patience = 30_000 + body.toString().length / 10; // ten bytes a millisecond
  const timer = setTimeout(() => limit.abort(), patience);
  let response;
  try {
    response = await fetch(action, { method: 'POST', body, cache: 'no-store', credentials: 'same-origin', signal: limit.signal });
    if ([502, 503, 504].includes(response.status)) {
      return { kind: 'away', busy: true, after: Math.min(longest, Number(response.headers.get('Retry-After')) || 0) };
    }
    const shown = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (!shown.querySelector('main#contenu')) return { kind: 'portal' };
    if (response.redirected && shown.querySelector('main [data-received]')) return { kind: 'received', url: response.url };
    return { kind: 'page', document: shown, status: response.status };
  } catch {
    return { kind: 'away' };
  } finally {
    clearTimeout(timer);
  }
}

// address is where a button posts its form; the properties of that name may be
// hidden by a question's.
const address = (form, button) => new URL(button.getAttribute('formaction') ?? form.getAttribute('action'), location.href);

export class Sender {
  #busy = false;
  #edited = false; // since the sending began
  #native = false;
  #waiting = null; // { form, button, timer, tries }
  #page = null; // the questionnaire, while another page shows in its place
  #title = document.title;

  // page gives the questionnaire's own acts: keeps, received, blame, reveal
  // and adopt. A page without a questionnaire has none.
  constructor(phrases, page = {}) {
    Object.assign(this, { phrases, page });
    document.addEventListener('submit', (event) => this.#submit(event));
    addEventListener('online', () => this.#again());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#again(); });
    document.addEventListener('input', (event) => {
      this.#edited = true;
      if (event.target.form === this.#waiting?.form) this.#stop();
    });
    addEventListener('pageshow', (event) => { if (event.persisted && this.sent) location.reload(); });
  }

  #submit(event) {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || this.#native || submitter?.name !== ':do') return;
    const editing = submitter.value === 'modifier';
    if (editing && !this.#page) return; // the page before is not here: the server has it
    event.preventDefault();
    if (editing) this.#return(decodeURIComponent(address(form, submitter).hash.slice(1)));
    else this.#send(form, submitter);
  }

  async #send(form, button, tries = 0) {
    if (this.#busy) return;
    this.#busy = true;
    this.#stop();
    const note = this.#note(form, 'sending');
    const fields = new FormData(form);
    fields.append(button.name, button.value);
    this.#edited = false;
    const outcome = await deliver(address(form, button), new URLSearchParams(fields));
    note.remove();
    this.#busy = false;
    if (outcome.kind === 'received') return this.#received(outcome.url);
    if (this.#edited) return; // what came back is of other answers: another tap asks again
    if (outcome.kind === 'page') return this.#show(outcome, form, button);
    await this.#wait(outcome, form, button, tries);
  }

  // received leaves for the receipt. The page must not come back as if its
  // answers were still to be sent.
  async #received(url) {
    this.sent = true;
    await this.page.received?.();
    location.replace(url);
  }

  // ---- no network

  async #wait(outcome, form, button, tries) {
    const kept = await this.page.keeps?.();
    const why = outcome.kind === 'portal' ? 'portal' : outcome.busy ? 'busy' : 'offline';
    const box = this.#note(form, why, kept ? 'waitingHere' : 'waitingPage');
    const retry = Object.assign(document.createElement('button'), { type: 'button', textContent: this.phrases.retry });
    retry.addEventListener('click', () => this.#again());
    box.append(retry);
    box.scrollIntoView({ block: 'nearest' });
    const seconds = outcome.after || waits[Math.min(tries, waits.length - 1)] * (0.7 + 0.6 * Math.random());
    this.#waiting = { form, button, box, tries: tries + 1, timer: setTimeout(() => this.#again(), seconds * 1000) };
  }

  #again() {
    if (!this.#waiting) return;
    const { form, button, tries } = this.#waiting;
    this.#send(form, button, tries);
  }

  #stop() {
    if (!this.#waiting) return;
    clearTimeout(this.#waiting.timer);
    this.#waiting.box.remove();
    this.#waiting = null;
  }

  // note says something above a form's last buttons.
  #note(form, ...names) {
    const box = Object.assign(document.createElement('div'), { className: names[0] === 'sending' ? 'small sending' : 'warning' });
    box.setAttribute('role', names[0] === 'sending' ? 'status' : 'alert');
    (form.querySelector('.finish, .actions') ?? form.lastElementChild).before(box);
    for (const name of names) box.append(Object.assign(document.createElement('p'), { textContent: this.phrases[name] }));
    return box;
  }

  // ---- pages that come back

  async #show(outcome, form, button) {
    const { document: came, status } = outcome;
    const checked = came.getElementById('verification');
    if (came.getElementById('questionnaire')) {
      this.back();
      if (status !== 200 && this.page.blame?.(came)) return;
      // The same questionnaire with other rows or in another language: a page to load.
      if (button.value === 'actualiser' && await this.page.keeps?.()) return location.replace(address(form, button));
      return this.#post(form, button);
    }
    if (!this.page.adopt && !checked) return this.#post(form, button);
    this.#stage(came);
    if (checked) this.page.adopt?.(checked.querySelector('[name=":instance"]').value);
    else this.#offer();
  }

  // post lets the browser do it, where the page that comes is not one that
  // this one can show.
  #post(form, button) {
    this.#native = true;
    HTMLFormElement.prototype.requestSubmit.call(form, button);
    this.#native = false;
  }

  // stage shows a page in place of this one, which waits, whole.
  #stage(came) {
    const main = document.querySelector('main');
    this.#page ??= this.page.adopt ? main : null;
    if (this.#page) enter();
    main.replaceWith(document.adoptNode(came.querySelector('main')));
    document.title = came.title;
    scrollTo(0, 0);
    const heading = document.querySelector('main [data-focus]') ?? document.querySelector('main h1');
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  // offer adds the way back to what was typed.
  #offer() {
    const actions = Object.assign(document.createElement('p'), { className: 'actions' });
    const back = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: this.phrases.return });
    back.dataset.return = '';
    back.addEventListener('click', () => this.#return(''));
    actions.append(back);
    (document.querySelector('main form .actions') ?? document.querySelector('main h1').closest('.text, .wide, main').lastElementChild).after(actions);
  }

  // staged tells whether another page shows in the questionnaire's place.
  get staged() { return this.#page !== null; }

  // back puts the questionnaire in its place again.
  back() {
    if (!this.#page) return false;
    this.#stop();
    document.querySelector('main').replaceWith(this.#page);
    this.#page = null;
    document.title = this.#title;
    return true;
  }

  #return(id) {
    this.back();
    this.page.reveal(id);
  }
}
