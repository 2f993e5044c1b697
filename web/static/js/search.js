// Long lists, searched. A list to pick one from becomes a combobox (the ARIA
// pattern "editable combobox with list autocomplete"); the select stays as
// what is sent. A list of boxes to tick gets a filter above it.

// What people leave out or shorten, and what stands for it.
const long = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes' };

// « l’herault » is looked for as « herault »: what is before the apostrophe is
// another in « Cazouls-d’Hérault ».
const elided = /(^|[^\p{L}])[dl]['’]/giu;

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae');
const wordsOf = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

// starts tells whether a word begins as what was typed, either of them shortened.
function starts(word, typed) {
  return [word, long[word]].some((w) => w?.startsWith(typed) || w?.startsWith(long[typed] ?? typed));
}

// rank tells how well a label answers the words typed: 0 the best, -1 not at
// all. Each word begins one of the label's own, in any order; failing that,
// the letters stand together somewhere in it.
export function rank(typed, label) {
  const wanted = wordsOf(typed.replace(elided, '$1')), words = wordsOf(label);
  if (!wanted.length) return 0;
  if (wanted.every((w, i) => words[i] !== undefined && starts(words[i], w))) return words.length === wanted.length ? 0 : 1;
  const left = [...words];
  const all = [...wanted].sort((a, b) => b.length - a.length).every((w) => {
    const at = left.findIndex((word) => starts(word, w));
    return at >= 0 && left.splice(at, 1);
  });
  if (all) return 2;
  const letters = wanted.join(''), whole = words.map((w) => long[w] ?? w).join('');
  const expanded = [letters, letters.replace(/^st/, 'saint'), letters.replace(/^ste/, 'sainte')];
  return letters.length > 2 && expanded.some((l) => whole.includes(l)) ? 3 : -1;
}

// found lists what answers the words typed, the best first.
export function found(typed, options, label) {
  const ranked = options.map((option) => [rank(typed, label(option)), option]).filter(([r]) => r >= 0);
  return ranked.sort((a, b) => a[0] - b[0]).map(([, option]) => option);
}

const same = (a, b) => wordsOf(a).map((w) => long[w] ?? w).join(' ') === wordsOf(b).map((w) => long[w] ?? w).join(' ');

export function enhance(list, phrases) {
  list.dataset.enhanced = '';
  if (list.tagName === 'SELECT') new Combobox(list, phrases);
  else filterable(list, phrases);
}

const nothing = (list, phrases) => phrases[list.dataset.search === 'commune' ? 'noCommune' : 'noMatch'];

const how = (count, list, phrases) => (count === 0 ? nothing(list, phrases) : phrases.matches.replace('{0}', count));

function filterable(list, phrases) {
  const box = Object.assign(document.createElement('input'), { type: 'search', autocomplete: 'off', placeholder: phrases.search });
  box.setAttribute('aria-label', phrases.search);
  const status = announcer();
  const none = Object.assign(document.createElement('p'), { className: 'condition', textContent: nothing(list, phrases), hidden: true });
  list.before(box, status);
  list.append(none);
  const narrow = () => {
    const options = [...list.querySelectorAll('.option')], kept = new Set(found(box.value, options, (o) => o.textContent));
    for (const option of options) option.hidden = !kept.has(option);
    none.hidden = kept.size > 0;
    if (!none.hidden) list.append(none);
    if (box.value.trim()) status.textContent = how(kept.size, list, phrases);
  };
  list.sync = () => {};
  alone(box);
  box.addEventListener('input', narrow);
}

// alone keeps what happens in a box of the page's own away from the form,
// which would take it for an answer, or for the wish to send. A character may
// come apart from its key.
function alone(box) {
  for (const kind of ['input', 'change']) box.addEventListener(kind, (event) => event.stopPropagation());
  for (const kind of ['keydown', 'keypress']) box.addEventListener(kind, (event) => { if (event.key === 'Enter') event.preventDefault(); });
}

function announcer() {
  const status = Object.assign(document.createElement('span'), { className: 'vh' });
  status.setAttribute('role', 'status');
  return status;
}

class Combobox {
  constructor(select, phrases) {
    Object.assign(this, { select, phrases, at: -1, shown: [] });
    this.input = Object.assign(document.createElement('input'), { type: 'text', autocomplete: 'off', placeholder: phrases.search, spellcheck: false });
    this.list = Object.assign(document.createElement('ul'), { hidden: true });
    this.status = announcer();
    this.remark = Object.assign(document.createElement('p'), { className: 'condition', hidden: true });
    this.#dress();
    const box = Object.assign(document.createElement('div'), { className: 'combobox' });
    select.before(box);
    box.append(this.input, this.list, this.status, select);
    box.after(this.remark);
    select.hidden = true;
    // What was typed and is no choice stays, unless the page is filled anew.
    select.sync = (anew = false) => {
      if (!anew && !select.value && !this.remark.hidden) return;
      this.remark.hidden = true;
      this.input.value = this.#chosen();
    };
    select.sync();
    this.#listen();
  }

  // dress gives the box the select's name, description and id: the label and
  // the error summary lead to it.
  #dress() {
    const { id } = this.select;
    this.input.id = id;
    this.select.id = `${id}-select`;
    this.list.id = `${id}-list`;
    const described = this.select.getAttribute('aria-describedby');
    const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id, 'aria-describedby': described };
    for (const [name, value] of Object.entries(roles)) if (value !== null) this.input.setAttribute(name, value);
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', this.phrases.search);
  }

  #listen() {
    alone(this.input);
    this.input.addEventListener('input', () => this.#open(this.input.value));
    this.input.addEventListener('click', () => this.#open(''));
    this.input.addEventListener('keydown', (event) => this.#key(event));
    this.input.addEventListener('blur', () => this.#leave());
    this.list.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener('click', (event) => {
      const row = event.target.closest('[role=option]');
      if (row?.dataset.value) this.#choose(row.dataset.value);
    });
  }

  #chosen() { return this.select.value ? this.select.selectedOptions[0].text : ''; }

  get #choices() { return [...this.select.options].filter((o) => o.value); }

  // open lists what matches, or says that nothing does.
  #open(words) {
    this.shown = found(words, this.#choices, (o) => o.text);
    const rows = this.shown.map((option, i) => {
      const row = Object.assign(document.createElement('li'), { id: `${this.list.id}-${i}`, textContent: option.text });
      row.setAttribute('role', 'option');
      row.setAttribute('aria-selected', String(option.value === this.select.value));
      row.dataset.value = option.value;
      return row;
    });
    if (!rows.length) {
      const none = Object.assign(document.createElement('li'), { className: 'none', textContent: nothing(this.select, this.phrases) });
      none.setAttribute('role', 'option');
      none.setAttribute('aria-disabled', 'true');
      none.setAttribute('aria-selected', 'false');
      rows.push(none);
    }
    this.list.replaceChildren(...rows);
    this.remark.hidden = true;
    this.#show(true);
    this.#point(-1);
    this.status.textContent = how(this.shown.length, this.select, this.phrases);
  }

  #show(open) {
    this.list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
  }

  #point(at) {
    this.list.children[this.at]?.classList.remove('pointed');
    this.at = at;
    const row = this.shown.length ? this.list.children[at] : null;
    if (!row) return this.input.removeAttribute('aria-activedescendant');
    row.classList.add('pointed');
    row.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', row.id);
  }

  #key(event) {
    const last = this.shown.length - 1;
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp':
        event.preventDefault();
        if (this.list.hidden) this.#open('');
        else this.#point(event.key === 'ArrowDown' ? Math.min(this.at + 1, this.shown.length - 1) : Math.max(this.at - 1, 0));
        return;
      case 'Enter':
        event.preventDefault();
        if (!this.list.hidden && this.at >= 0) this.#choose(this.shown[this.at].value);
        else if (!this.list.hidden && last === 0) this.#choose(this.shown[0].value);
        return;
      case 'Escape':
        if (this.list.hidden) return;
        event.preventDefault();
        this.#show(false);
    }
  }

  #choose(value) {
    this.#show(false);
    this.remark.hidden = true;
    this.#set(value);
    this.select.sync();
    this.status.textContent = this.#chosen();
  }

  #set(value) {
    if (this.select.value === value) return;
    this.select.value = value;
    for (const kind of ['input', 'change']) this.select.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // leave takes a name typed in full. Words that are no choice stay as they
  // were typed, and the page says that nothing is chosen.
  #leave() {
    if (this.list.hidden && this.input.value === this.#chosen()) return;
    const typed = this.input.value.trim();
    const exact = this.#choices.filter((o) => same(o.text, typed));
    this.#show(false);
    if (typed === '' || exact.length === 1) return this.#choose(exact[0]?.value ?? '');
    if (typed === this.#chosen()) return;
    this.#set('');
    this.remark.textContent = found(typed, this.#choices, (o) => o.text).length ? this.phrases.pick : nothing(this.select, this.phrases);
    this.remark.hidden = false;
    this.status.textContent = this.remark.textContent;
  }
}
