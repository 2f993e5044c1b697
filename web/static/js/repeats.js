// Rows of a repeat, added and taken away on the page. A new row is a copy of
// the first one that the server wrote, or of the template that it wrote where
// there is none yet. Without this module, the buttons ask the server.

import { plain } from './logic.js';

const most = 500, mostInAll = 2000; // survey.MaxInstances, MaxInstancesInAll
const places = ['name', 'id', 'for', 'value', 'data-field', 'data-repeat', 'data-total', 'data-of', 'formaction', 'aria-describedby', 'aria-labelledby', 'aria-controls'];

export class Repeats {
  constructor(form, logic, phrases, enhance, changed) {
    Object.assign(this, { form, logic, phrases, enhance, changed, patterns: new Map() });
    this.forget();
    this.status = Object.assign(document.createElement('p'), { className: 'vh' });
    this.status.setAttribute('role', 'status');
    form.append(this.status);
    for (const box of form.querySelectorAll('[data-repeat]')) this.#learn(box);
    form.addEventListener('click', (event) => this.#press(event));
  }

  // learn keeps a blank copy of a repeat's first row.
  #learn(box) {
    const row = this.#rows(box)[0] ?? box.querySelector(':scope > template')?.content.firstElementChild, path = box.dataset.field;
    if (!row || this.patterns.has(plain(path))) return;
    const copy = row.cloneNode(true);
    blank(copy);
    this.patterns.set(plain(path), { copy, at: `${path}[1]` });
  }

  #rows(box) { return [...box.querySelectorAll(':scope > .instance')]; }

  #box(path) { return this.form.querySelector(`[data-repeat][data-field="${CSS.escape(path)}"]`); }

  #press(event) {
    const button = event.target.closest('button[name=":do"]');
    const [verb, path] = button?.value.split(' ') ?? [];
    if (verb === 'ajouter') {
      const row = this.#add(path);
      if (!row) return;
      event.preventDefault();
      this.#said('added', row);
      row.querySelector('input:not([type=hidden]), select:not([hidden]), textarea')?.focus();
    } else if (verb === 'retirer') {
      event.preventDefault();
      const box = button.closest('[data-repeat]'), row = button.closest('.instance');
      this.#said('removed', row);
      this.#remove(box, row);
      box.querySelector(':scope > button')?.focus();
    }
  }

  #said(phrase, row) {
    this.status.textContent = this.phrases[phrase].replace('{0}', row.querySelector('legend').textContent);
  }

  // forget lets go of the rows that a lower number took away.
  forget() { this.aside = new WeakMap(); }

  // resize gives a repeat a number of rows; false where that needs the server.
  // Rows that go are off the page, and come back as they were with a higher number.
  resize(path, wanted) {
    const box = this.#box(path);
    if (!box || wanted > most) return false;
    if (!this.aside.has(box)) this.aside.set(box, []);
    while (this.#rows(box).length > wanted) {
      const row = this.#rows(box).at(-1);
      this.aside.get(box).push({ row, at: `${path}[${this.#rows(box).length}]` });
      this.#remove(box, row);
    }
    const added = [];
    for (let have = this.#rows(box).length; have < wanted; have++) {
      const row = this.#copy(path);
      if (!row) return false;
      added.push(row);
    }
    if (added.length) this.#follow(added); // once for all: each time is a look at the whole page
    return true;
  }

  #add(path) {
    const row = this.#copy(path);
    if (row) this.#follow([row]);
    return row;
  }

  #follow(rows) {
    Promise.all(rows.map(this.enhance)).then(() => this.changed(true)); // nothing new to keep
    this.changed();
  }

  // copy adds a blank row, and leaves it to be followed.
  #copy(path) {
    const box = this.#box(path), pattern = this.patterns.get(plain(path));
    const rows = box && this.#rows(box);
    if (!pattern || !rows || rows.length >= most || this.form.getElementsByClassName('instance').length >= mostInAll) return null;
    const kept = this.aside.get(box)?.pop(), row = kept?.row ?? pattern.copy.cloneNode(true);
    rename(row, kept?.at ?? pattern.at, `${path}[${rows.length + 1}]`);
    number(row, rows.length + 1);
    if (rows.length) rows.at(-1).after(row);
    else box.querySelector(`:scope > [name="${CSS.escape(box.dataset.repeat)}"]`).after(row);
    for (const inner of row.querySelectorAll('[data-repeat]')) this.#learn(inner);
    this.#count(box);
    if (!kept) this.#begin(row);
    return row;
  }

  // begin fills in the defaults that the form declares.
  #begin(row) {
    for (const e of row.querySelectorAll('[name]')) {
      const value = this.logic.byField.get(plain(e.name))?.default;
      if (!value) continue;
      if (e.type === 'radio' || e.type === 'checkbox') e.checked = value.split(' ').includes(e.value);
      else e.value = value;
    }
  }

  #remove(box, row) {
    const path = box.dataset.field, rows = this.#rows(box), at = rows.indexOf(row);
    row.remove();
    rows.slice(at + 1).forEach((later, i) => {
      rename(later, `${path}[${at + i + 2}]`, `${path}[${at + i + 1}]`);
      number(later, at + i + 1);
    });
    for (const key of [...this.logic.triggered.keys()]) if (key.startsWith(`${path}[`)) this.logic.triggered.delete(key);
    this.#count(box);
    this.changed();
  }

  #count(box) {
    this.form.querySelector(`[name="${CSS.escape(box.dataset.repeat)}"]`).value = this.#rows(box).length;
  }
}

// blank takes out of a row what was answered, said wrong, or added twice.
function blank(row) {
  for (const e of row.querySelectorAll('input, select, textarea')) {
    if (e.type === 'radio' || e.type === 'checkbox') e.removeAttribute('checked');
    else if (e.tagName === 'TEXTAREA') e.textContent = '';
    else if (e.tagName === 'SELECT') for (const o of e.options) o.removeAttribute('selected');
    else if (e.type !== 'hidden') e.removeAttribute('value');
    e.removeAttribute('aria-invalid');
  }
  for (const e of row.querySelectorAll('.error')) {
    for (const by of row.querySelectorAll(`[aria-describedby~="${CSS.escape(e.id)}"]`)) describeLess(by, e.id);
    e.remove();
  }
  for (const e of row.querySelectorAll('.wrong')) e.classList.remove('wrong');
  for (const inner of row.querySelectorAll('[data-repeat]')) {
    const [, ...more] = inner.querySelectorAll(':scope > .instance');
    for (const m of more) m.remove();
    const count = inner.querySelector(`:scope > [name="${CSS.escape(inner.dataset.repeat)}"]`);
    count.setAttribute('value', inner.querySelectorAll(':scope > .instance').length);
  }
}

function describeLess(element, id) {
  const rest = element.getAttribute('aria-describedby').split(' ').filter((other) => other !== id);
  if (rest.length) element.setAttribute('aria-describedby', rest.join(' '));
  else element.removeAttribute('aria-describedby');
}

// rename moves every name, id and reference of a row to another place.
function rename(row, from, to) {
  for (const e of [row, ...row.querySelectorAll('*')]) {
    for (const place of places) {
      const value = e.getAttribute(place);
      if (place === 'value' && e.tagName !== 'BUTTON') continue; // what somebody typed
      if (value?.includes(from)) e.setAttribute(place, value.replaceAll(from, to));
    }
  }
}

function number(row, place) {
  for (const e of row.querySelectorAll('[data-number]')) {
    if (e.closest('.instance') === row) e.textContent = place;
  }
}
