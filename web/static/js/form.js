// The questionnaire, alive: what applies shows, what does not is neither seen
// nor sent, and what is typed is kept. Without this module the same page
// works, and the server says the same things a moment later.

import './page.js';
import { Logic, hidden, number } from './logic.js';
import { Paging } from './paging.js';
import { offer, orderable, searchable } from './choices.js';
import * as draft from './draft.js';

const form = document.getElementById('questionnaire');
const logic = new Logic(JSON.parse(document.getElementById('logique').textContent));
const phrases = JSON.parse(document.getElementById('phrases').textContent);
const say = (phrase, ...args) => args.reduce((s, arg, i) => s.replace(`{${i}}`, arg), phrases[phrase]);

// ---- fields

// A question may be called "action" or "elements", which would hide the form's
// own properties: its fields are found by selector.
const named = () => [...form.querySelectorAll('input[name], select[name], textarea[name]')];
const field = (name) => form.querySelector(`[name="${CSS.escape(name)}"]`);
const ticked = (e) => !(e.type === 'radio' || e.type === 'checkbox') || e.checked;

// fields reads the page, disabled fields too: what does not apply keeps its
// value, to come back with it.
function fields() {
  const values = new Map();
  for (const e of named()) {
    if (e.name[0] === ':' || !ticked(e)) continue;
    if (!values.has(e.name)) values.set(e.name, []);
    values.get(e.name).push(e.value);
  }
  return values;
}

const containers = () => document.querySelectorAll('[data-field]');

// ---- what applies

let nodes;

function refresh() {
  nodes = logic.settle(fields());
  for (const container of containers()) {
    const node = nodes.get(container.dataset.field) ?? nodes.get(`${container.dataset.field}[1]`);
    if (node) apply(container, node);
  }
  for (const e of named()) e.disabled = Boolean(e.closest('[data-field][hidden]'));
  paging.show();
}

function apply(container, node) {
  container.hidden = hidden(node);
  const q = node.question;
  const optional = container.querySelector(':scope > [data-optional], :scope > legend [data-optional], :scope > .option [data-optional]');
  if (optional && q.kind === 'asked') optional.hidden = logic.required(node);
  if (q.label) write(container.querySelector('[data-label]'), logic.fill(q.label, node));
  if (q.hint) write(container.querySelector('[data-hint]'), logic.fill(q.hint, node));
  const rows = logic.choices(node);
  if (rows) offer(container, rows);
  const output = container.querySelector(':scope > [data-output]');
  if (output && q.calculation) write(output, node.value === '' ? '–' : shown(node));
  if (node.written) for (const e of named()) if (e.name === node.path) e.value = node.value;
}

const shown = (node) => (node.question.format === 'decimal' ? node.value.replace('.', ',') : node.value);

// write sets a text, its **strong** words and line breaks, when it changed.
function write(element, text) {
  if (!element || element.written === text) return;
  element.written = text;
  element.replaceChildren(...text.split(/(\*\*[^*\n]+\*\*|\n)/).map((part) => {
    if (part === '\n') return document.createElement('br');
    const strong = part.match(/^\*\*(.+)\*\*$/);
    return strong ? Object.assign(document.createElement('strong'), { textContent: strong[1] }) : part;
  }));
}

// ---- what is wrong, said when a field is left, never in the way

function complaint(node, typed) {
  const { format } = node.question;
  if ((format === 'integer' || format === 'decimal') && typed.trim() !== '') {
    const plain = number(typed);
    if (plain === '') return phrases[format === 'integer' ? 'notInteger' : 'notDecimal'];
    if (format === 'integer' && /\.\d*[1-9]/.test(plain)) return phrases.notInteger;
  }
  if (logic.violated(node)) return node.question.constraintMessage ? logic.fill(node.question.constraintMessage, node) : phrases.constraint;
  return '';
}

function check(target) {
  const container = target.closest('[data-field]');
  const node = container && nodes.get(container.dataset.field);
  if (!node || node.children.length) return;
  const message = hidden(node) ? '' : complaint(node, target.tagName === 'INPUT' && target.type === 'text' ? target.value : '');
  const id = `q-${container.dataset.field}-error`;
  let error = document.getElementById(id);
  container.classList.toggle('wrong', message !== '');
  if (message === '') {
    error?.remove();
    describe(container, id, false);
    return;
  }
  if (!error) {
    error = Object.assign(document.createElement('p'), { id, className: 'error' });
    error.setAttribute('role', 'status');
    const before = container.querySelector(':scope > .options, :scope > input, :scope > select, :scope > textarea, :scope > .rank, :scope > .option');
    container.insertBefore(error, before);
  }
  error.textContent = message;
  describe(container, id, true);
}

function describe(container, id, wrong) {
  const element = container.tagName === 'FIELDSET' ? container : container.querySelector('input, select, textarea') ?? container;
  const ids = new Set((element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
  if (wrong) ids.add(id);
  else ids.delete(id);
  if (ids.size) element.setAttribute('aria-describedby', [...ids].join(' '));
  else element.removeAttribute('aria-describedby');
  element.toggleAttribute('aria-invalid', wrong);
}

// ---- texts: how much room is left, and what should not be in them

function count(textarea) {
  const counter = textarea.parentElement.querySelector('[data-counter]');
  if (counter) {
    const left = Number(counter.dataset.counter) - [...textarea.value].length;
    counter.textContent = left >= 0 ? say('left', left) : say('over', -left);
    counter.classList.toggle('over-limit', left < 0);
  }
}

const personal = /[\w.+-]+@[\w-]+\.\w{2,}|(?:\+33|\b0)[ .-]?[1-9](?:[ .-]?\d{2}){4}\b|\b(?:Mme|M\.|Mr|Mlle|Madame|Monsieur|Dr|Docteur)\s+\p{Lu}|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b/u;

function warn(textarea) {
  const notice = textarea.parentElement.querySelector('[data-personal]');
  if (notice) notice.hidden = !personal.test(textarea.value);
}

// ---- the draft

const box = document.querySelector('[data-draft]');
const status = box.querySelector('[data-draft-status]');
const shared = box.querySelector('[data-draft-shared]');
const id = box.dataset.draft;
let waiting = 0;

const typed = () => named().filter((e) => ticked(e) && (e.name[0] !== ':' || e.name === ':instance')).map((e) => [e.name, e.value]);

function keep() {
  if (!draft.possible || shared.checked) return;
  clearTimeout(waiting);
  waiting = setTimeout(saveNow, 250);
}

async function saveNow() {
  try {
    await draft.save(id, field(':instance').value, typed());
    const time = new Date().toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' });
    status.textContent = say('saved', time);
  } catch {
    status.textContent = phrases.notSaved;
  }
}

// restore puts a draft in the page. What needs rows that the page does not
// have goes through the server, which adds them.
function restore(content) {
  const values = new Map();
  for (const [name, value] of content) values.set(name, [...(values.get(name) ?? []), value]);
  const rows = [...values.keys()].filter((name) => name.endsWith('#'));
  if (rows.some((name) => field(name) && field(name).value !== values.get(name)[0])) {
    send(content);
    return;
  }
  for (let pass = 0; pass < 2; pass++) { // the second finds the choices that the first made appear
    for (const e of named()) {
      const kept = values.get(e.name);
      if (e.name[0] === ':' && e.name !== ':instance') continue;
      if (e.type === 'radio' || e.type === 'checkbox') e.checked = Boolean(kept?.includes(e.value));
      else if (kept) e.value = kept[0];
    }
    for (const ranking of form.querySelectorAll('[data-rank]')) ranking.refresh?.();
    refresh();
  }
}

function send(content) {
  const post = Object.assign(document.createElement('form'), { method: 'post', action: form.getAttribute('action'), hidden: true });
  for (const [name, value] of [...content, [':do', 'actualiser']]) {
    post.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  document.body.append(post);
  HTMLFormElement.prototype.submit.call(post);
}

async function startDraft() {
  box.hidden = false;
  if (!draft.possible) {
    for (const line of box.querySelectorAll('label, button')) line.hidden = true;
    status.textContent = phrases.impossible;
    return;
  }
  shared.checked = sessionStorage.getItem('shared') === '1';
  shared.addEventListener('change', async () => {
    sessionStorage.setItem('shared', shared.checked ? '1' : '0');
    if (!shared.checked) return keep();
    clearTimeout(waiting);
    await draft.erase(id);
    status.textContent = phrases.nothingKept;
  });
  box.querySelector('[data-draft-erase]').addEventListener('click', async () => {
    clearTimeout(waiting);
    await draft.erase(id);
    status.textContent = phrases.erased;
  });
  if (shared.checked) {
    status.textContent = phrases.nothingKept;
    return;
  }
  if (!box.hasAttribute('data-fresh')) {
    keep(); // the server gave back what was posted, perhaps with a row more
    return;
  }
  const found = await draft.load(id);
  if (!found) return;
  restore(found.content);
  status.textContent = say('found', new Date(found.at).toLocaleString('fr-FR', { dateStyle: 'long', timeStyle: 'short' }));
}

// calmly waits until no button is pressed: a message that appears between
// press and release moves the page away from under the finger.
let pressed = false;
addEventListener('pointerdown', () => { pressed = true; }, true);
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { pressed = false; }, true);

function calmly(act) {
  if (pressed) addEventListener('pointerup', () => setTimeout(act), { once: true });
  else act();
}

// ---- begin

const paging = new Paging(form, phrases);
for (const list of form.querySelectorAll('[data-search]')) searchable(list, phrases.search);
for (const ranking of form.querySelectorAll('[data-rank]')) orderable(ranking, phrases);
refresh();
for (const text of form.querySelectorAll('textarea, input[type=text]')) count(text);

form.addEventListener('input', (event) => {
  refresh();
  count(event.target);
  keep();
});
form.addEventListener('change', (event) => {
  refresh();
  calmly(() => {
    check(event.target);
    if (event.target.tagName === 'TEXTAREA') warn(event.target);
  });
  keep();
  recount();
});

// recount asks the server for the rows of a repeat whose number is computed.
function recount() {
  for (const repeat of form.querySelectorAll('[data-repeat]')) {
    const q = [...logic.byPath.values()].find((r) => r.kind === 'repeat' && r.repeatCount && repeat.dataset.field.endsWith(r.key));
    if (!q || repeat.closest('[hidden]')) continue;
    const around = nodes.get(repeat.dataset.field.slice(0, -q.key.length).replace(/\/$/, '')) ?? logic.root;
    if (logic.wanted(around, q) !== Number(field(repeat.dataset.repeat).value)) {
      send(typed());
      return;
    }
  }
}

await startDraft();
document.documentElement.dataset.ready = 'yes';
