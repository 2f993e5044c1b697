// The box that says what this device keeps: the draft, its erasing, the shared
// device that keeps nothing, and the other tab that has the draft already.

import * as draft from './draft.js';

// soon gives up after some milliseconds (AbortSignal.timeout, where it lacks).
function soon(milliseconds) {
  const giving = new AbortController();
  setTimeout(() => giving.abort(), milliseconds);
  return giving.signal;
}

// The shared device is this tab's choice. Storage that is refused remembers
// nothing.
const sharing = {
  get on() { try { return sessionStorage.getItem('shared') === '1'; } catch { return false; } },
  set on(yes) { try { sessionStorage.setItem('shared', yes ? '1' : '0'); } catch { /* not remembered */ } },
};

export class Device {
  #draft = null;
  #following = false; // another tab has the draft
  #kept = false; // the device has what the page shows
  #release = null; // lets the draft go
  #queue = null; // waits for the other tab to let it go

  // page gives the questionnaire's own acts: instance, content, restore,
  // clear and lock.
  constructor(box, phrases, page) {
    Object.assign(this, { box, phrases, page });
    this.status = box.querySelector('[data-draft-status]');
    this.shared = box.querySelector('[data-draft-shared]');
    this.name = `brouillon ${box.dataset.draft}`;
  }

  async start() {
    if (this.box.hasAttribute('data-trial')) return; // nothing of a trial is kept
    this.box.hidden = false;
    this.#listen();
    if (!draft.possible) {
      this.shared.closest('label').hidden = true;
      this.#say('impossible');
      return;
    }
    this.shared.checked = sharing.on;
    if (this.shared.checked) this.#say('nothingKept');
    else await this.#begin(!this.box.hasAttribute('data-fresh'));
  }

  // keep saves what the page shows, if it is to be kept.
  keep() {
    if (this.#draft && !this.#following && !this.shared.checked) this.#settle(this.#draft.save(this.page.instance(), this.page.content()));
  }

  async #settle(saving) {
    this.#kept = false;
    this.saving = saving;
    try {
      await saving;
      if (this.saving !== saving) return;
      this.#kept = true;
      this.#say('saved', new Date().toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' }));
    } catch {
      this.#say('notSaved');
    }
  }

  // keeps tells whether the device has all that the page shows, and sees to it
  // where it may.
  async keeps() {
    if (!this.#kept) this.keep();
    await this.saving?.catch(() => {});
    return this.#kept;
  }

  // forget erases what was received.
  async forget() {
    this.#kept = false;
    await this.#draft?.erase().catch(() => {});
    this.#draft = null;
  }

  #say(phrase, ...args) {
    const text = args.reduce((s, arg, i) => s.replace(`{${i}}`, arg), this.phrases[phrase]);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  async #begin(given) {
    try {
      this.#draft = await draft.open(this.box.dataset.draft, this.box.dataset.day);
    } catch {
      this.#say('notSaved');
      return;
    }
    if (!await this.#hold()) this.#follow();
    else if (given) this.keep(); // the server gave back what was posted, perhaps with a row more
    else await this.#bring();
  }

  // bring puts the kept draft in the page.
  async #bring() {
    const found = await this.#draft.load();
    if (!found) return false;
    this.#kept = true;
    const part = this.page.restore(found.content);
    const at = new Date(found.at).toLocaleString('fr-FR', { dateStyle: 'long', timeStyle: 'short' });
    if (part) this.#say('foundAt', at, part);
    else this.#say('found', at);
    return true;
  }

  #listen() {
    this.shared.addEventListener('change', async () => {
      sharing.on = this.shared.checked;
      if (this.shared.checked) {
        this.#kept = false;
        await this.#draft?.erase().catch(() => {});
        this.#say('nothingKept');
      } else if (this.#draft) this.keep();
      else await this.#begin(true);
    });
    const ask = this.box.querySelector('[data-draft-ask]');
    this.box.querySelector('[data-draft-erase]').addEventListener('click', () => { ask.hidden = false; ask.focus(); });
    this.box.querySelector('[data-draft-no]').addEventListener('click', () => { ask.hidden = true; this.box.querySelector('[data-draft-erase]').focus(); });
    this.box.querySelector('[data-draft-yes]').addEventListener('click', async () => {
      ask.hidden = true;
      await this.#erase();
    });
    this.box.querySelector('[data-draft-here]').addEventListener('click', () => this.#take());
    for (const kind of ['pagehide', 'visibilitychange']) addEventListener(kind, () => this.#draft?.flush().catch(() => {}), true);
    addEventListener('pagehide', () => this.#release?.());
    addEventListener('pageshow', async (event) => {
      if (event.persisted && this.#draft && !this.#following && !await this.#hold()) this.#follow();
    });
  }

  // erase empties the device and the screen; what is typed next is another
  // questionnaire.
  async #erase() {
    await this.#draft?.erase().catch(() => {});
    this.#kept = false;
    this.page.clear();
    this.#say('erased');
    this.status.tabIndex = -1;
    this.status.focus();
  }

  // ---- one tab at a time

  // hold takes the draft for this tab. A page that is being reloaded lets it
  // go a moment after the next one asks.
  #hold(options = { signal: soon(800) }) {
    if (!navigator.locks) return Promise.resolve(true); // browsers of 2021: the last tab that saves wins
    return new Promise((resolve) => {
      navigator.locks.request(this.name, options, () => {
        resolve(true);
        return new Promise((release) => { this.#release = release; });
      }).catch(() => {
        resolve(false);
        if (this.#release && !this.#following) this.#follow(); // another tab took it
      });
    });
  }

  #follow() {
    this.#following = true;
    this.#release = null;
    this.#kept = false;
    this.#shut(true);
    this.#queue = new AbortController();
    this.#hold({ signal: this.#queue.signal }).then((held) => held && this.#resume());
  }

  async #take() {
    this.#queue.abort();
    if (await this.#hold({ steal: true })) await this.#resume();
  }

  async #resume() {
    this.#following = false;
    if (!await this.#bring()) { // sent or erased over there
      this.page.clear();
      this.#say('elsewhereDone');
    }
    this.#shut(false);
  }

  #shut(yes) {
    this.page.lock(yes);
    this.box.querySelector('[data-draft-elsewhere]').hidden = !yes;
    for (const line of this.box.querySelectorAll('[data-draft-status], [data-draft-choices]')) line.hidden = yes;
  }
}
