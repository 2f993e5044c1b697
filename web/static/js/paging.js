// One section at a time on a phone. The browser's Back goes to the section
// before (back.js).

import { enter, giveBack } from './back.js';

const narrow = matchMedia('(max-width: 40rem)');

export class Paging {
  // passes tells whether a section may be left behind; it says what is wrong.
  constructor(form, phrases, passes, moved) {
    Object.assign(this, { form, phrases, passes, moved, changed: '' });
    this.sections = [...form.querySelectorAll('[data-section]')];
    this.on = this.sections.length > 1 && narrow.matches;
    this.news = Object.assign(document.createElement('p'), { className: 'vh' });
    this.news.setAttribute('role', 'status');
    form.append(this.news);
    const all = document.querySelector('[data-all]');
    all?.toggleAttribute('hidden', !this.on);
    all?.addEventListener('click', () => { this.on = false; all.hidden = true; this.show(); });
    for (const section of this.sections) {
      section.querySelector('[data-next]').addEventListener('click', () => this.go(1));
      section.querySelector('[data-back]').addEventListener('click', () => this.go(-1));
    }
    form.addEventListener('submit', (event) => this.#submit(event));
    this.current = this.#ofHash() ?? this.sections[0];
    // Without the fragment, and no longer the answer of a post: Back and
    // reloading ask for the page, not for sending the form again.
    history.replaceState(history.state, '', location.pathname + location.search);
    if (this.deep) enter();
  }

  #ofHash() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return target ? target.closest('[data-section]') : null;
  }

  // Enter in a field goes on before it sends.
  #submit(event) {
    if (!this.on || event.submitter?.tabIndex !== -1 || this.#last()) return;
    event.preventDefault();
    this.go(1);
  }

  get #shown() { return this.sections.filter((s) => !s.hidden); }

  #last() { return this.current === this.#shown.at(-1); }

  // deep tells whether another part than the first shows.
  get deep() { return this.on && this.current !== this.#shown[0]; }

  get place() { return this.#shown.indexOf(this.current) + 1; }

  go(by) {
    const shown = this.#shown;
    const next = shown[shown.indexOf(this.current) + by];
    if (!next || by > 0 && !this.passes(this.current)) return;
    if (by < 0 && next === shown[0] && giveBack()) return; // step does the rest
    this.#turn(next);
  }

  // step goes one part on or back at the browser's wish; it tells whether
  // another part than the first shows.
  step(by) {
    const shown = this.#shown, next = shown[shown.indexOf(this.current) + by];
    if (this.on && next) this.#turn(next);
    return this.deep;
  }

  #turn(section) {
    this.open(section);
    section.querySelector('h2').focus({ preventScroll: true });
    scrollTo(0, 0);
    this.moved();
  }

  // open shows a part, without moving the focus.
  open(section) {
    this.current = section;
    this.changed = '';
    this.show();
    if (this.deep) enter();
  }

  // reveal shows an element of the page, whatever part it is in: its whole
  // question under the page's head, and the focus on what is typed in.
  reveal(id) {
    const target = document.getElementById(id);
    if (!target) return false;
    const section = target.closest('[data-section]');
    if (this.on && section && section !== this.current) this.open(section);
    const open = 'input:not([type=hidden], [hidden]), select:not([hidden]), textarea, button';
    const whole = target.closest('[data-field], .instance') ?? target;
    const control = target.matches('[data-section]') ? target.querySelector('h2') : target.matches(`${open}, [tabindex]`) ? target : (target.matches('input, select') ? whole : target).querySelector(open) ?? target;
    if (!control.matches(`${open}, [tabindex]`)) control.tabIndex = -1;
    control.focus({ preventScroll: true });
    whole.scrollIntoView({ block: 'start' });
    return true;
  }

  // begin counts the parts anew: what follows is no news.
  begin() {
    this.parts = 0;
    this.changed = '';
    this.show();
  }

  show() {
    const shown = this.#shown;
    if (!shown.includes(this.current)) this.current = shown[0];
    document.body.classList.toggle('paged', this.on);
    this.#count(shown.length);
    for (const section of this.sections) {
      const at = shown.indexOf(section);
      section.classList.toggle('away', this.on && section !== this.current);
      const progress = section.querySelector('[data-progress]');
      progress.hidden = shown.length < 2;
      progress.textContent = this.phrases.progress.replace('{0}', at + 1).replace('{1}', shown.length) + (this.changed && `\u00a0– ${this.changed}`);
      section.querySelector('[data-pager]').hidden = !this.on || shown.length < 2;
      section.querySelector('[data-next]').hidden = section === shown.at(-1);
      section.querySelector('[data-back]').hidden = section === shown[0];
    }
    const first = this.current === shown[0], last = this.current === shown.at(-1);
    for (const intro of document.querySelectorAll('[data-intro]')) intro.classList.toggle('away', this.on && !first);
    document.body.classList.toggle('further', this.on && !first);
    this.form.querySelector('[data-finish]').classList.toggle('away', this.on && !last);
  }

  // count says why there are more parts than before, or fewer.
  #count(now) {
    const before = this.parts;
    this.parts = now;
    if (!before || now === before || !this.on) return;
    this.changed = this.phrases[now > before ? (now - before > 1 ? 'partsAdded' : 'partAdded') : before - now > 1 ? 'partsRemoved' : 'partRemoved'].replace('{0}', Math.abs(now - before));
    this.news.textContent = this.changed;
  }
}
