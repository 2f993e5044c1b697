// The browser's twin of package survey's instance: the tree of answers that
// expressions address, what applies, what is required, what is computed. It
// knows no DOM. The server judges again whatever is decided here.

import { evaluateBool, evaluateFilter, evaluateNumber, evaluateText } from './expr.js';
import { everything, touches, uses } from './graph.js';

// What following one change may cost, in the steps of survey's budget.go; four
// characters of text are one too. A phone takes some two seconds for as many: the
// server's bound is four times as far. Beyond, the page may be wrong, and says so.
const maxSteps = 1.5e6;

const leaf = { asked: true, note: true, hidden: true, captured: true };

export class Logic {
  constructor(data) {
    this.data = data;
    this.byPath = new Map();
    this.byName = new Map();
    this.byField = new Map(); // by field name, without places: "enfants/age"
    this.instances = new Map(); // secondary instances, by list
    this.triggered = new Map(); // path of a node → what its triggers were
    this.#index(data.questions, null);
    this.computed = (data.order ?? []).map((path) => this.byPath.get(path));
    this.initial = [...this.byPath.values()].filter((q) => q.kind === 'hidden' && q.dynamicDefault);
    for (const q of this.byPath.values()) {
      q.uses = uses([q.relevant, q.calculation], q.trigger ?? [], this.byName);
      q.shows = uses([q.required, q.choiceFilter, q.repeatCount], named(q.list), this.byName);
    }
  }

  #index(questions, repeat) {
    for (const q of questions) {
      q.repeat = repeat;
      q.field = repeat ? `${repeat.field}/${q.key}` : q.key;
      this.byPath.set(q.path, q);
      this.byField.set(q.field, q);
      this.byName.set(q.name, [...(this.byName.get(q.name) ?? []), q]);
      if (q.children) this.#index(q.children, q.kind === 'repeat' ? q : repeat);
    }
  }

  // settle builds the tree from the fields of the page (name → values) and
  // computes it; it gives the nodes by field name.
  settle(fields) {
    this.fields = fields;
    this.#renew();
    this.root = { name: this.data.element, value: '', attrs: [], children: [], parent: null };
    this.nodes = new Map();
    this.#grow(this.root, this.data.questions, '');
    for (const q of this.initial) {
      if (q.name in (this.data.carried ?? {})) continue;
      for (const node of this.#all(q)) node.value = node.base = this.#try(() => evaluateText(q.dynamicDefault, this.context(node)), '');
    }
    for (const q of this.computed) for (const node of this.#all(q)) this.#compute(node);
    return this.nodes;
  }

  // update takes the new values of one field and computes again what depends
  // on it, directly or not. It gives the questions whose answer or relevance
  // changed; the rest of the tree stands. Rows added or taken away need settle.
  update(path) {
    const node = this.nodes.get(path), changed = new Set();
    const value = this.#read(node.question, path);
    if (value === node.value) return changed;
    this.#renew();
    node.value = value;
    changed.add(node.question);
    for (const q of this.computed) {
      if (!changed.has(q) && !touches(q.uses, changed)) continue;
      for (const each of this.#all(q)) this.#again(each, changed);
    }
    return changed;
  }

  #renew() { this.budget = { steps: maxSteps }; }

  #spend(n) { return (this.budget.steps -= n) >= 0; }

  // exhausted tells that the last change cost more than it may.
  get exhausted() { return this.budget.steps < 0; }

  #again(node, changed) {
    const q = node.question, { value, irrelevant } = node;
    if (q.calculation && leaf[q.kind]) node.value = node.base ?? this.#read(q, node.path);
    this.#compute(node);
    if (node.value !== value) changed.add(q);
    if (Boolean(node.irrelevant) !== Boolean(irrelevant)) everything(q, (inner) => changed.add(inner));
  }

  #grow(parent, questions, prefix) {
    for (const q of questions) {
      const path = prefix + q.key;
      if (q.kind === 'repeat') {
        const count = Number(this.fields.get(path + '#')?.[0] ?? 0);
        for (let i = 1; i <= count; i++) {
          this.#grow(this.#add(parent, q, `${path}[${i}]`), q.children ?? [], `${path}[${i}]/`);
        }
        continue;
      }
      const node = this.#add(parent, q, path);
      if (leaf[q.kind]) node.value = this.#read(q, path);
      else this.#grow(node, q.children ?? [], prefix);
    }
  }

  #add(parent, question, path) {
    const numeric = isNumber(question);
    const node = { name: question.name, value: '', attrs: [], children: [], parent, numeric, question, path };
    parent.children.push(node);
    this.nodes.set(path, node);
    return node;
  }

  #read(q, path) {
    const values = this.fields.get(path);
    if (q.kind === 'hidden') return this.data.carried?.[q.name] ?? this.#metadata(q);
    if (q.format === 'rank') return this.#ranking(path);
    if (!values) return '';
    if (q.format === 'multiple') return values.join(' ');
    const value = values[0] ?? '';
    if (isNumber(q)) return number(value);
    if (q.format === 'date') return day(value.trim());
    return value.trim() === '' ? '' : value.normalize();
  }

  // metadata is what the device itself knows: of it, the service asks the day.
  #metadata(q) {
    return q.type === 'today' ? this.data.now.slice(0, 10) : q.default ?? '';
  }

  #ranking(path) {
    const direct = this.fields.get(path)?.filter(Boolean) ?? [];
    if (direct.length) return direct.join(' ');
    const places = [];
    for (const [name, values] of this.fields) {
      if (name.startsWith(path + '#') && values[0]) places.push([Number(values[0]), name.slice(path.length + 1)]);
    }
    return places.sort((a, b) => a[0] - b[0]).map((p) => p[1]).join(' ');
  }

  #compute(node) {
    const q = node.question;
    if (q.relevant) node.irrelevant = !this.#try(() => evaluateBool(q.relevant, this.context(node)), true);
    const set = q.trigger?.length && q.kind === 'asked'; // also where it does not apply yet; without a formula, cleared
    if (set ? !this.#fired(node, q) : !q.calculation) return;
    node.written = set;
    node.value = !set && hidden(node) ? '' : this.#try(() => evaluateText(q.calculation ?? '', this.context(node)), '');
  }

  // fired tells whether one of a calculation's triggers changed since the
  // last time; the first time only takes note.
  #fired(node, q) {
    const now = q.trigger.map((name) => this.resolve(name, node).map((n) => n.value).join(' ')).join('\n');
    const before = this.triggered.get(node.path);
    this.triggered.set(node.path, now);
    return before !== undefined && before !== now;
  }

  // try keeps a form usable when one of its formulas fails: the server says so.
  #try(evaluation, otherwise) {
    if (this.exhausted) return otherwise;
    try {
      return evaluation();
    } catch {
      return otherwise;
    }
  }

  // context is what an expression in a node's row may look at.
  context(node) {
    return {
      node, root: this.root, now: this.now ??= new Date(this.data.now), zone: this.data.zone, language: this.data.language,
      resolve: (name) => this.resolve(name, node),
      instance: (name) => this.instance(name),
      choiceLabel: (value, question) => this.choiceLabel(value, question),
      random: seeded(this.data.seed ?? 0), budget: this.budget,
    };
  }

  // resolve finds what ${name} means in a node's row: the same repeat
  // instance when both are in it, else all instances.
  resolve(name, from) {
    const target = this.#target(name, from?.question);
    if (!target) return [];
    if (isSingle(target)) return this.#all(target);
    for (let n = from; n; n = n.parent) {
      if (n.question?.kind === 'repeat' && n.question !== target && within(target, n.question)) return this.#descend(n, target);
    }
    return this.#descend(this.root, target);
  }

  #target(name, asking) {
    const candidates = this.byName.get(name) ?? [];
    if (candidates.length === 1) return candidates[0];
    for (let repeat = asking?.repeat; repeat; repeat = repeat.repeat) {
      const same = candidates.filter((c) => c.repeat === repeat);
      if (same.length === 1) return same[0];
    }
    return null;
  }

  // all lists the nodes of a question, in every row.
  #all(q) {
    if (!isSingle(q)) return this.#descend(this.root, q);
    const node = this.nodes.get(q.key);
    return node ? [node] : [];
  }

  #descend(start, target) {
    const found = [];
    if (!this.#spend(1 + (start.children.length >> 3))) return found;
    for (const child of start.children) {
      if (child.question === target) found.push(child);
      else if (child.children.length && target.path.startsWith(child.question.path + '/')) found.push(...this.#descend(child, target));
    }
    return found;
  }

  instance(list) {
    if (!this.data.lists?.[list]) return null;
    if (!this.instances.has(list)) this.instances.set(list, secondary(this.data.lists[list]));
    return this.instances.get(list);
  }

  choiceLabel(value, question) {
    const name = question.replace(/^\$\{|\}$/g, '').split('/').pop();
    for (const q of this.byName.get(name) ?? []) {
      const choice = this.data.lists?.[q.list]?.find((c) => c.name === value);
      if (choice) return choice.label;
    }
    return '';
  }

  // required, violated and readOnly are what the page says of one node.
  required(node) {
    const q = node.question;
    return Boolean(q.required) && this.#try(() => evaluateBool(q.required, this.context(node)), false);
  }

  violated(node) {
    const q = node.question;
    return Boolean(q.constraint) && node.value !== '' && !this.#try(() => evaluateBool(q.constraint, this.context(node)), true);
  }

  // choices lists what a filter admits now, or what rows above answered;
  // null when neither narrows.
  choices(node) {
    const q = node.question, rows = named(q.list).length ? this.#answered(q, node) : q.choiceFilter && this.#listed(q);
    if (!rows || !q.choiceFilter) return rows || null;
    const context = this.context(node);
    if (!this.#spend(rows.length >> 2)) return null;
    // What is asked beside the answers to choose from is that of the same row.
    const { repeat } = named(q.list).length && this.#target(named(q.list)[0], q) || {};
    const beside = (name) => repeat && !within(q, repeat) && this.#target(name, q)?.repeat === repeat;
    return rows.filter((row) => {
      context.resolve = (name) => this.resolve(name, beside(name) ? row.item : node);
      return this.#try(() => evaluateFilter(q.choiceFilter, context, row.item), false);
    });
  }

  #listed(q) {
    const items = this.instance(q.list)?.children[0].children;
    return items && this.data.lists[q.list].map((row, i) => ({ ...row, item: items[i] }));
  }

  // answered makes choices of the answers to "select_one ${question}": blank
  // ones and repetitions left out.
  #answered(q, node) {
    const rows = new Map();
    for (const answer of this.resolve(named(q.list)[0], node)) {
      const text = hidden(answer) ? '' : answer.value;
      if (text && !rows.has(text)) rows.set(text, { name: text, label: text, item: answer.parent });
    }
    return [...rows.values()];
  }

  // anchor stands for a repeat that has no row yet, so that its relevance and
  // its count have a place to be evaluated from.
  anchor(path) {
    const question = this.byField.get(plain(path)), around = path.slice(0, -question.key.length - 1);
    const parent = around ? this.nodes.get(around) : this.root;
    const node = { name: question.name, value: '', attrs: [], children: [], parent, question, path };
    if (question.relevant) node.irrelevant = !this.#try(() => evaluateBool(question.relevant, this.context(node)), true);
    return node;
  }

  // wanted is how many instances a computed repeat should have; null when
  // nothing can be computed any more.
  wanted(path) {
    if (this.exhausted) return null;
    const node = this.anchor(path);
    const count = this.#try(() => evaluateNumber(node.question.repeatCount, this.context(node)), NaN);
    if (this.exhausted) return null;
    return Number.isNaN(count) ? 0 : Math.max(0, Math.trunc(count));
  }

  // fill puts values in the places of a text.
  fill(text, node) {
    if (!this.#spend(text.length >> 2)) return text;
    return text.replace(reference, (_, name) => {
      const found = this.resolve(name, node)[0];
      return found && !hidden(found) ? found.value : '';
    });
  }
}

// plain leaves the places of rows out of a field's name.
export const plain = (path) => path.replace(/\[\d+\]/g, '');

// hidden tells whether a node or one around it does not apply.
export function hidden(node) {
  for (let n = node; n; n = n.parent) if (n.irrelevant) return true;
  return false;
}

const isNumber = (q) => q.format === 'integer' || q.format === 'decimal';
const isSingle = (q) => !q.repeat && q.kind !== 'repeat';
const named = (...texts) => texts.flatMap((text) => [...(text ?? '').matchAll(reference)].map((m) => m[1]));
const reference = /\$\{\s*([^}\s]+)\s*\}/g;

function within(question, repeat) {
  for (let r = question.repeat; r; r = r.repeat) if (r === repeat) return true;
  return false;
}

// number reads what people type: spaces between thousands, a decimal comma.
export function number(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.').replace(/^\+/, '');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain : '';
}

// day reads a month or a year as its first day; with a whole day it is left.
export function day(text) {
  const [, month, year] = text.match(/^(\d{1,2})[/.-](\d{4})$/) ?? [];
  const plain = month ? `${year}-${month.padStart(2, '0')}` : text.replace(/^(\d{4})\/(\d{2})$/, '$1-$2');
  return /^\d{4}(-\d{2})?$/.test(plain) ? plain + '-01-01'.slice(plain.length - 4) : text;
}

function secondary(rows) {
  const instance = { name: 'instance', value: '', attrs: [], children: [], parent: null };
  const add = (parent, name, value) => {
    const node = { name, value, attrs: [], children: [], parent };
    parent.children.push(node);
    return node;
  };
  const root = add(instance, 'root', '');
  for (const row of rows) {
    const item = add(root, 'item', '');
    // A file's own columns of these names come before ours.
    for (const [column, value] of Object.entries({ name: row.name, label: row.label, ...row.columns })) add(item, column, value);
  }
  return instance;
}

// seeded gives the same chances to the same respondent (mulberry32).
function seeded(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
