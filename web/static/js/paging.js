// One section at a time on a phone. The address's hash says which, so that
// the browser's Back goes to the section before.

const narrow = matchMedia('(max-width: 40rem)');

export class Paging {
  constructor(form, phrases) {
    this.form = form;
    this.phrases = phrases;
    this.sections = [...form.querySelectorAll('[data-section]')];
    this.on = this.sections.length > 1 && narrow.matches;
    const all = document.querySelector('[data-all]');
    all?.toggleAttribute('hidden', !this.on);
    all?.addEventListener('click', () => { this.on = false; all.hidden = true; this.show(); });
    for (const section of this.sections) {
      section.querySelector('[data-next]').addEventListener('click', () => this.go(1));
      section.querySelector('[data-back]').addEventListener('click', () => this.go(-1));
    }
    addEventListener('hashchange', () => this.#arrive());
    form.addEventListener('submit', (event) => this.#submit(event));
    this.current = this.#ofHash() ?? this.sections[0];
  }

  #ofHash() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return target ? target.closest('[data-section]') : null;
  }

  #arrive() {
    const section = this.#ofHash();
    if (!this.on) return;
    const before = this.current;
    this.current = section ?? this.sections[0];
    this.show();
    if (before === this.current) return;
    if (location.hash === `#${this.current.id}` || !section) this.current.querySelector('h2').focus({ preventScroll: true });
    else document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  // Enter in a field goes on before it sends.
  #submit(event) {
    if (!this.on || event.submitter?.tabIndex !== -1 || this.#last()) return;
    event.preventDefault();
    this.go(1);
  }

  get #shown() { return this.sections.filter((s) => !s.hidden); }

  #last() { return this.current === this.#shown.at(-1); }

  go(by) {
    const shown = this.#shown;
    const next = shown[shown.indexOf(this.current) + by];
    if (!next) return;
    if (by < 0 && history.length > 1 && this.went) history.back();
    else {
      this.went = true;
      location.hash = next.id;
    }
    scrollTo(0, 0);
  }

  show() {
    const shown = this.#shown;
    if (!shown.includes(this.current)) this.current = shown[0];
    document.body.classList.toggle('paged', this.on);
    for (const section of this.sections) {
      const at = shown.indexOf(section);
      section.classList.toggle('away', this.on && section !== this.current);
      const progress = section.querySelector('[data-progress]');
      progress.hidden = shown.length < 2;
      progress.textContent = this.phrases.progress.replace('{0}', at + 1).replace('{1}', shown.length);
      section.querySelector('[data-pager]').hidden = !this.on || shown.length < 2;
      section.querySelector('[data-next]').hidden = section === shown.at(-1);
      section.querySelector('[data-back]').hidden = section === shown[0];
    }
    const first = this.current === shown[0], last = this.current === shown.at(-1);
    for (const intro of document.querySelectorAll('[data-intro]')) intro.classList.toggle('away', this.on && !first);
    this.form.querySelector('[data-finish]').classList.toggle('away', this.on && !last);
  }
}
