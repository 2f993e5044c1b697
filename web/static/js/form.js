// The questionnaire, alive: what applies shows, what does not is neither seen
// nor sent, and what is typed is kept. Without this module the same page
// works, and the server says the same things a moment later.

import { resumed } from './page.js';
import { Logic, hidden, plain } from './logic.js';
import { touches } from './graph.js';
import { Paging } from './paging.js';
import { offer } from './choices.js';
import { fillLabels } from './labels.js';
import { Complaints, say, summary } from './complaints.js';
import { Device } from './device.js';
import { Sender } from './send.js';
import { follow as followHistory, giveBack } from './back.js';

await resumed; // nothing typed shows before

const form = document.getElementById('questionnaire');
const logic = new Logic(JSON.parse(document.getElementById('logique').textContent));
const phrases = JSON.parse(document.getElementById('phrases').textContent);
const phrase = (name, ...args) => args.reduce((s, arg, i) => s.replace(`{${i}}`, arg), phrases[name]);

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
    const node = nodeAt(container);
    if (!node) continue;
    if (!views.has(node.question)) views.set(node.question, []);
    views.get(node.question).push(container);
    apply(container, node);
  }
  for (const e of named()) e.disabled = Boolean(e.closest('[data-field][hidden]'));
  fillLabels(form.parentElement, logic, nodeAt);
  add();
  paging.show();
  overspent();
}

// nodeAt is what a place of the page stands for; a repeat without rows too.
function nodeAt(container) {
  const path = container.dataset.field;
  return nodes.get(path) ?? nodes.get(`${path}[1]`) ?? ('repeat' in container.dataset ? logic.anchor(path) : null);
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
  if (!nodes.has(container?.dataset.field) || 'repeat' in container.dataset) {
    refresh();
    return new Set();
  }
  const own = [...container.querySelectorAll('input[name], select[name], textarea[name]')];
  for (const e of own) logic.fields.delete(e.name);
  for (const e of own) if (ticked(e)) logic.fields.set(e.name, [...(logic.fields.get(e.name) ?? []), e.value]);
  const changed = logic.update(container.dataset.field);
  for (const [q, places] of views) {
    if (!changed.has(q) && !touches(q.shows, changed)) continue;
    for (const place of places) reveal(place);
  }
  if (changed.size) {
    fillLabels(form.parentElement, logic, nodeAt, changed);
    add();
  }
  overspent();
  return changed;
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
    write(output, whole ? phrase('totalOf', written(sum), written(whole)) : phrase('total', written(sum)));
    output.classList.toggle('over-limit', Boolean(whole) && sum > Number(whole));
  }
}

function apply(container, node) {
  container.hidden = hidden(node);
  const q = node.question;
  const optional = container.querySelector(':scope > [data-optional], :scope > :is(legend, th, .option) [data-optional]');
  if (optional && q.kind === 'asked') optional.hidden = logic.required(node);
  const rows = logic.choices(node);
  if (rows) offer(container, rows);
  const output = container.querySelector('[data-output]');
  if (output && q.calculation) write(output, node.value === '' ? '–' : shown(node));
  if (!node.written) return;
  node.written = false;
  for (const e of container.querySelectorAll('[name]')) if (e.name === node.path) Object.assign(e, tickable(e) ? { checked: node.value.split(' ').includes(e.value) } : { value: node.value });
}

// shown is a computed value as people read it: a choice by its label.
function shown({ question: q, value }) {
  if (q.format === 'decimal') return value.replace('.', ',');
  return q.list ? value.split(' ').map((code) => logic.choiceLabel(code, q.name) || code).join(', ') : value;
}

// write sets a text when it changed: a screen reader may be following it.
function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

// ---- what is wrong, said when a field is left, never in the way

const complaints = new Complaints(logic, () => nodes, phrases);

// passes tells whether a part may be left behind. What is wrong in it stops
// the person once, never twice: the server judges at the end, and an answer
// may have to be looked up.
function passes(section) {
  const warned = 'warned' in section.dataset;
  unwarn(section);
  const wrong = complaints.judge([...section.querySelectorAll('[data-field]')], true);
  if (warned || !wrong.length) return true;
  section.dataset.warned = '';
  const box = summary(wrong, phrases, phrases.goOn);
  section.querySelector('h2').after(box);
  section.querySelector('[data-next]').textContent = phrases.goOnAnyway;
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: 'start' });
  return false;
}

function unwarn(section) {
  if (!section || !('warned' in section.dataset)) return;
  delete section.dataset.warned;
  section.querySelector('.summary')?.remove();
  section.querySelector('[data-next]').textContent = phrases.next;
}

// unsay takes away all that was said wrong.
function unsay() {
  document.getElementById('erreurs')?.remove();
  for (const section of paging.sections) unwarn(section);
  for (const container of form.querySelectorAll('.wrong[data-field]')) say(container, '');
}

// blame says here what the server's page says of the same fields; false when
// it says nothing of them.
function blame(came) {
  const lines = came.getElementById('erreurs');
  if (!lines) return false;
  unsay();
  for (const error of came.querySelectorAll('#questionnaire .error[id]')) {
    const container = form.querySelector(`[data-field="${CSS.escape(error.id.slice('q-'.length, -'-error'.length))}"]`);
    error.querySelector('.vh')?.remove();
    if (container) say(container, error.textContent.trim());
  }
  const box = document.adoptNode(lines);
  form.closest('.text').prepend(box);
  document.title = came.title;
  box.focus({ preventScroll: true });
  scrollTo(0, 0);
  return true;
}

// ---- texts: how much room is left, and what should not be in them

function count(textarea) {
  const counter = textarea.parentElement.querySelector('[data-counter]');
  if (counter) {
    const left = Number(counter.dataset.counter) - [...textarea.value].length;
    counter.textContent = left >= 0 ? phrase('left', left) : phrase('over', -left);
    counter.classList.toggle('over-limit', left < 0);
  }
}

const personal = /[\w.+-]+@[\w-]+\.\w{2,}|(?:\+33|\b0)[ .-]?[1-9](?:[ .-]?\d{2}){4}\b|\b(?:Mme|M\.|Mr|Mlle|Madame|Monsieur|Dr|Docteur)\s+\p{Lu}|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b/u;

function warn(textarea) {
  const notice = textarea.parentElement.querySelector('[data-personal]');
  if (notice) notice.hidden = !personal.test(textarea.value);
}

// ---- the draft

let touched = null; // the last field that was typed in
const part = () => (paging.on ? paging.current : touched?.closest('[data-section]'))?.id ?? '';
const typed = () => named().filter((e) => ticked(e) && (e.name[0] !== ':' || e.name === ':instance')).map((e) => [e.name, e.value]);

// What the server wrote in a field, before anybody typed.
const tickable = (e) => e.type === 'radio' || e.type === 'checkbox';
const given = (e) => (e.tagName === 'SELECT' ? ([...e.options].find((o) => o.defaultSelected) ?? e.options[0])?.value ?? '' : e.defaultValue);
const asGiven = () => named().filter((e) => e.name[0] !== ':' && (!tickable(e) || e.defaultChecked)).map((e) => [e.name, tickable(e) ? e.value : given(e)]);

// restore puts a draft in the page and gives the title of the part where it
// stopped. What needs rows that the page does not have goes through the
// server, which adds them.
function restore(content) {
  restoring = true;
  repeats?.forget(); // what another person, or draft, had in rows that went
  try {
    // A person may have typed before the draft was there: that is newer.
    const newer = started ? [] : [...early].map((e) => [e, e.value, e.checked]);
    const stopped = put(content);
    for (const [e, value, checked] of newer) Object.assign(e, tickable(e) ? { checked } : { value });
    if (newer.length) refresh();
    return stopped;
  } finally {
    repeats?.forget();
    restoring = false;
  }
}

let restoring = false;

function put(content) {
  const values = new Map();
  for (const [name, value] of content) values.set(name, [...(values.get(name) ?? []), value]);
  for (const name of [...values.keys()].filter((n) => n.endsWith('#'))) { // outer rows come first
    if (!field(name) || field(name).value === values.get(name)[0]) continue;
    if (!repeats?.resize(name.slice(0, -1), Number(values.get(name)[0]))) return post(content);
  }
  for (let pass = 0; pass < 2; pass++) { // the second finds the choices that the first made appear
    for (const e of named()) {
      const kept = values.get(e.name);
      if (e.name[0] === ':' && e.name !== ':instance') continue;
      if (e.type === 'radio' || e.type === 'checkbox') e.checked = Boolean(kept?.includes(e.value));
      else if (kept) e.value = kept[0];
    }
    refresh();
    for (const control of form.querySelectorAll('[data-enhanced]')) control.sync(true);
  }
  paging.begin();
  for (const text of form.querySelectorAll('textarea, input[type=text]')) count(text);
  const stopped = paging.sections.find((s) => s.id === values.get(':part')?.[0] && !s.hidden);
  if (!stopped || stopped === paging.sections[0]) return '';
  paging.open(stopped);
  return stopped.querySelector('h2').textContent;
}

// post has the server write the page again.
function post(content) {
  const page = Object.assign(document.createElement('form'), { method: 'post', action: form.getAttribute('action'), hidden: true });
  const receipt = field(':recu') ? [[':recu', field(':recu').value]] : []; // what is corrected: this page's own
  for (const [name, value] of [...content.filter(([name]) => name !== ':part'), ...receipt, [':do', 'actualiser']]) {
    page.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  document.body.append(page);
  HTMLFormElement.prototype.submit.call(page);
  return '';
}

// renew makes what is typed another questionnaire than the one before, with
// its own chances for random() (answering.go).
async function renew(instance = fresh()) {
  field(':instance').value = instance;
  if (!crypto.subtle) return;
  const sum = new DataView(await crypto.subtle.digest('SHA-256', Uint8Array.from(instance.replaceAll('-', '').match(/../g), (b) => parseInt(b, 16))));
  logic.data.seed = Number(sum.getBigUint64(0) >> 1n);
  refresh();
}

// fresh is a random id, also where the page's address is not a secure one and
// crypto.randomUUID is missing.
function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const box = document.querySelector('[data-draft]');
const device = new Device(box, phrases, {
  instance: () => field(':instance').value,
  content: () => [...typed(), [':part', part()]],
  restore,
  clear() {
    if (!blank) return location.replace(form.getAttribute('action')); // the page came with answers in it
    unsay();
    touched = null;
    paging.open(paging.sections[0]);
    restore(blank);
    renew();
  },
  lock(yes) {
    if (yes && sender.back()) scrollTo(0, 0);
    form.toggleAttribute('inert', yes);
  },
});

const sender = new Sender(phrases, {
  keeps: () => device.keeps(),
  received: () => device.forget(),
  blame,
  reveal(id) {
    if (!id || !paging.reveal(id)) paging.current.querySelector('h2').focus();
    if (!paging.deep) giveBack();
  },
  // adopt takes the id under which the server checks these answers: another
  // one where they are sent beside what was received already.
  adopt(instance) {
    if (field(':instance').value === instance) return;
    renew(instance);
    device.keep();
  },
});

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

const paging = new Paging(form, phrases, passes, () => { if ([...fields().values()].flat().some(Boolean)) device.keep(); });
followHistory(() => (sender.back() ? paging.deep : paging.step(-1)), () => { if (!sender.staged) paging.step(1); });
const repeats = form.querySelector('[data-repeat]') && new (await import('./repeats.js')).Repeats(form, logic, phrases, enhance, (dressed) => { refresh(); if (!dressed && !restoring) device.keep(); });

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

form.setAttribute('autocomplete', 'off'); // the draft brings answers back, the browser does not
const blank = box.hasAttribute('data-fresh') ? asGiven() : null;
const early = new Set(named().filter((e) => e.type !== 'hidden' && (tickable(e) ? e.checked !== e.defaultChecked : e.value !== given(e))));
let started = false;
await enhance(form);
refresh();
for (const text of form.querySelectorAll('textarea, input[type=text]')) count(text);

let pending = new Set(); // questions that changed since a field was left last
const note = (changed) => { for (const q of changed) pending.add(q); };

form.addEventListener('input', (event) => {
  touched = event.target;
  if (!started) early.add(event.target);
  note(follow(event.target));
  count(event.target);
  device.keep();
});
form.addEventListener('change', (event) => {
  touched = event.target;
  note(follow(event.target));
  calmly(() => {
    complaints.after(event.target, pending);
    pending = new Set();
    if (event.target.tagName === 'TEXTAREA') warn(event.target);
    const section = event.target.closest('[data-section]');
    if (section && !section.querySelector('.wrong')) unwarn(section);
  });
  device.keep();
  recount();
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]'); // no entry of the history for any
  if (link && paging.reveal(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
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
      return post(typed());
    }
    return recount(); // the rows that were listed may be gone
  }
}

await device.start();
started = true;
if (early.size) device.keep();
document.documentElement.dataset.ready = 'yes';
performance.mark('usable');
