// Long lists, searched. A list to pick one from becomes a combobox (the ARIA
// pattern "editable combobox with list autocomplete"); the select stays as
// what is sent. A list of boxes to tick gets a filter above it.

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[-’']/g, ' ').trim();

export function enhance(list, phrases) {
  list.dataset.enhanced = '';
  if (list.tagName === 'SELECT') new Combobox(list, phrases);
  else filterable(list, phrases);
}

function filterable(list, phrases) {
  const box = Object.assign(document.createElement('input'), { type: 'search', autocomplete: 'off', placeholder: phrases.search });
  box.setAttribute('aria-label', phrases.search);
  const status = announcer();
  list.before(box, status);
  const narrow = () => {
    const wanted = plain(box.value);
    const options = [...list.querySelectorAll('.option')];
    for (const option of options) option.hidden = !plain(option.textContent).includes(wanted);
    if (wanted) status.textContent = phrases.matches.replace('{0}', options.filter((o) => !o.hidden).length);
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
    this.#dress();
    const box = Object.assign(document.createElement('div'), { className: 'combobox' });
    select.before(box);
    box.append(this.input, this.list, this.status, select);
    select.hidden = true;
    select.sync = () => { this.input.value = this.#chosen(); };
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
      if (row) this.#choose(row.dataset.value);
    });
  }

  #chosen() { return this.select.value ? this.select.selectedOptions[0].text : ''; }

  // open lists what matches: what begins with the words first.
  #open(words) {
    const wanted = plain(words);
    const all = [...this.select.options].filter((o) => o.value).map((o) => [o, ` ${plain(o.text)}`]);
    const begins = all.filter(([, text]) => text.startsWith(` ${wanted}`)), holds = all.filter(([, text]) => !text.startsWith(` ${wanted}`) && text.includes(wanted));
    this.shown = [...begins, ...holds].map(([option]) => option);
    this.list.replaceChildren(...this.shown.map((option, i) => {
      const row = Object.assign(document.createElement('li'), { id: `${this.list.id}-${i}`, textContent: option.text });
      row.setAttribute('role', 'option');
      row.setAttribute('aria-selected', String(option.value === this.select.value));
      row.dataset.value = option.value;
      return row;
    }));
    this.#show(true);
    this.#point(-1);
    this.status.textContent = this.phrases.matches.replace('{0}', this.shown.length);
  }

  #show(open) {
    this.list.hidden = !open || this.shown.length === 0;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
  }

  #point(at) {
    this.list.children[this.at]?.classList.remove('pointed');
    this.at = at;
    const row = this.list.children[at];
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
        this.select.sync();
    }
  }

  #choose(value) {
    this.#show(false);
    const changed = this.select.value !== value;
    this.select.value = value;
    this.select.sync();
    this.status.textContent = this.#chosen();
    if (!changed) return;
    for (const kind of ['input', 'change']) this.select.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // leave takes a name typed in full; no name at all is no answer.
  #leave() {
    const typed = plain(this.input.value);
    const exact = [...this.select.options].find((o) => o.value && plain(o.text) === typed);
    if (typed === '') this.#choose('');
    else if (exact) this.#choose(exact.value);
    else this.select.sync();
    this.#show(false);
  }
}
