// The questionnaire, alive: what applies shows, what does not is neither seen
// nor sent, and what is typed is kept. Without this module the same page
// works, and the server says the same things a moment later.

import './page.js';
import { Logic, hidden, number, plain } from './logic.js';
import { touches } from './graph.js';
import { Paging } from './paging.js';
import { offer } from './choices.js';
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

// ---- what applies

let nodes;
let views; // question → where it stands on the page

// refresh reads and computes the whole page: at first, and when rows change.
function refresh() {
  nodes = logic.settle(fields());
  views = new Map();
  for (const container of document.querySelectorAll('[data-field]')) {
    const path = container.dataset.field;
    const node = nodes.get(path) ?? nodes.get(`${path}[1]`) ?? ('repeat' in container.dataset ? logic.anchor(path) : null);
    if (!node) continue;
    if (!views.has(node.question)) views.set(node.question, []);
    views.get(node.question).push(container);
    apply(container, node);
  }
  for (const e of named()) e.disabled = Boolean(e.closest('[data-field][hidden]'));
  add();
  paging.show();
  overspent();
}

// overspent says that the form takes more computing than a page may: what it
// shows may be wrong until the server has checked it.
function overspent() {
  const said = form.querySelector(':scope > [data-overspent]');
  if (!logic.exhausted) return said?.remove();
  if (said) return;
  const notice = Object.assign(document.createElement('p'), { className: 'error', textContent: phrases.tooCostly });
  notice.dataset.overspent = '';
  notice.setAttribute('role', 'status');
  form.prepend(notice);
}

// follow computes what depends on one field, and shows what it changed.
function follow(target) {
  const container = target.closest('[data-field]');
  if (!nodes.has(container?.dataset.field) || 'repeat' in container.dataset) return refresh();
  const own = [...container.querySelectorAll('input[name], select[name], textarea[name]')];
  for (const e of own) logic.fields.delete(e.name);
  for (const e of own) if (ticked(e)) logic.fields.set(e.name, [...(logic.fields.get(e.name) ?? []), e.value]);
  const changed = logic.update(container.dataset.field);
  for (const [q, places] of views) {
    if (!changed.has(q) && !touches(q.shows, changed)) continue;
    for (const place of places) reveal(place);
  }
  if (changed.size) add();
  overspent();
}

function reveal(container) {
  const path = container.dataset.field, away = container.hidden;
  apply(container, nodes.get(path) ?? nodes.get(`${path}[1]`) ?? logic.anchor(path));
  if (container.hidden === away) return;
  for (const e of container.querySelectorAll('input[name], select[name], textarea[name]')) e.disabled = Boolean(e.closest('[data-field][hidden]'));
  if ('section' in container.dataset) paging.show();
}

// add writes the running totals of tables and breakdowns of numbers.
function add() {
  for (const output of form.querySelectorAll('[data-total]')) {
    const values = output.dataset.total.split(' ').map((path) => nodes.get(path)).filter((n) => n && !hidden(n) && n.value !== '');
    const sum = values.reduce((total, n) => total + Number(n.value), 0), whole = nodes.get(output.dataset.of)?.value;
    const written = (n) => String(Math.round(n * 1e6) / 1e6).replace('.', ',');
    write(output, whole ? say('totalOf', written(sum), written(whole)) : say('total', written(sum)));
    output.classList.toggle('over-limit', Boolean(whole) && sum > Number(whole));
  }
}

function apply(container, node) {
  container.hidden = hidden(node);
  const q = node.question;
  const optional = container.querySelector(':scope > [data-optional], :scope > :is(legend, th, .option) [data-optional]');
  if (optional && q.kind === 'asked') optional.hidden = logic.required(node);
  if (q.label) write(container.querySelector('[data-label]'), logic.fill(q.label, node));
  if (q.hint) write(container.querySelector('[data-hint]'), logic.fill(q.hint, node));
  const rows = logic.choices(node);
  if (rows) offer(container, rows);
  const output = container.querySelector(':scope > [data-output]');
  if (output && q.calculation) write(output, node.value === '' ? '–' : shown(node));
  if (!node.written) return;
  node.written = false;
  for (const e of container.querySelectorAll('[name]')) if (e.name === node.path) e.value = node.value;
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
    const head = container.querySelector(':scope > th') ?? container;
    head.insertBefore(error, head.querySelector(':scope > :is(.options, .combobox, .scale, input, select, textarea, .rank, .option)'));
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
const trial = box.hasAttribute('data-trial'); // nothing of a trial is kept
let waiting = 0;

const typed = () => named().filter((e) => ticked(e) && (e.name[0] !== ':' || e.name === ':instance')).map((e) => [e.name, e.value]);

function keep() {
  if (!draft.possible || trial || shared.checked) return;
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
  for (const name of [...values.keys()].filter((n) => n.endsWith('#'))) { // outer rows come first
    if (!field(name) || field(name).value === values.get(name)[0]) continue;
    if (!repeats?.resize(name.slice(0, -1), Number(values.get(name)[0]))) return send(content);
  }
  for (let pass = 0; pass < 2; pass++) { // the second finds the choices that the first made appear
    for (const e of named()) {
      const kept = values.get(e.name);
      if (e.name[0] === ':' && e.name !== ':instance') continue;
      if (e.type === 'radio' || e.type === 'checkbox') e.checked = Boolean(kept?.includes(e.value));
      else if (kept) e.value = kept[0];
    }
    refresh();
    for (const control of form.querySelectorAll('[data-enhanced]')) control.sync();
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
  if (trial) return;
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
const repeats = form.querySelector('[data-repeat]') && new (await import('./repeats.js')).Repeats(form, logic, phrases, enhance, () => { refresh(); keep(); });

// enhance gives controls their better form; what needs a module of its own
// brings it only to pages that have such a control.
async function enhance(part) {
  const has = (mark) => part.querySelectorAll(`[data-${mark}]:not([data-enhanced])`);
  for (const [mark, module] of [['search', './search.js'], ['rank', './ranking.js'], ['scale', './scale.js']]) {
    const found = has(mark);
    if (!found.length) continue;
    const { enhance: better } = await import(module);
    for (const control of found) better(control, phrases);
  }
}

await enhance(form);
refresh();
for (const text of form.querySelectorAll('textarea, input[type=text]')) count(text);

form.addEventListener('input', (event) => {
  follow(event.target);
  count(event.target);
  keep();
});
form.addEventListener('change', (event) => {
  follow(event.target);
  calmly(() => {
    check(event.target);
    if (event.target.tagName === 'TEXTAREA') warn(event.target);
  });
  keep();
  recount();
});

// recount gives the repeats whose number is computed as many rows as it says;
// the server does where the page has no row to copy.
function recount() {
  for (const repeat of form.querySelectorAll('[data-repeat]')) {
    const path = repeat.dataset.field;
    if (!logic.byField.get(plain(path))?.repeatCount || repeat.closest('[hidden]')) continue;
    const wanted = logic.wanted(path);
    if (wanted === null || wanted === Number(field(repeat.dataset.repeat).value)) continue;
    if (!repeats.resize(path, wanted)) {
      if (document.getElementById(`q-${path}-error`)) continue; // there are too many, as the server has said
      return send(typed());
    }
    return recount(); // the rows that were listed may be gone
  }
}

await startDraft();
document.documentElement.dataset.ready = 'yes';
