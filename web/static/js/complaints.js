// What is wrong, said at its field: when the field is left, when an answer it
// depends on changes, and when its part is left behind. The server judges all
// of it again.

import { hidden, number } from './logic.js';
import { touches, uses } from './graph.js';

export class Complaints {
  // nodes gives the tree's nodes by field name, in the order of the page.
  constructor(logic, nodes, phrases) {
    Object.assign(this, { logic, nodes, phrases, read: new Map() });
  }

  // reads lists the questions that a constraint looks at, through
  // calculations too; null stands for "perhaps any".
  #reads(q) {
    if (!this.read.has(q)) {
      let found = uses([q.constraint], [], this.logic.byName);
      for (const inner of found ?? []) { // a set: what is added is visited
        if (!found || !inner.calculation) continue;
        const deeper = uses([inner.calculation], [], this.logic.byName);
        if (deeper) for (const each of deeper) found.add(each);
        else found = null;
      }
      this.read.set(q, found);
    }
    return this.read.get(q);
  }

  // unreadable is what is wrong with a text that is no number.
  #unreadable(node, typed) {
    const { format } = node.question;
    if (format !== 'integer' && format !== 'decimal' || typed.trim() === '') return '';
    const marked = /^([+-]?[1-9]\d{0,2})[.,](\d{3})$/.exec(typed.replace(/[\s\u00a0\u202f]/g, ''));
    if (format === 'integer' && marked) { // 1.000: a thousand, or one with useless decimals
      const whole = marked[1].replace('+', ''), decimals = `${whole},${marked[2]}`.replace(/,?0*$/, '');
      return this.phrases.whichInteger.replace('{0}', typed.trim()).replace('{1}', whole + marked[2]).replace('{2}', decimals);
    }
    const plain = number(typed);
    if (plain === '') return this.phrases[format === 'integer' ? 'notInteger' : 'notDecimal'];
    return format === 'integer' && /\.\d*[1-9]/.test(plain) ? this.phrases.notInteger : '';
  }

  // broken is what an answer that breaks its rule is told, unless an earlier
  // complaint says it already.
  #broken(node, earlier) {
    if (!this.logic.violated(node)) return '';
    const message = node.question.constraintMessage ? this.logic.fill(node.question.constraintMessage, node) : this.phrases.constraint;
    return this.#echoes(node, message, earlier) ? '' : message;
  }

  // echoes tells whether a complaint only repeats an earlier one: it looks at
  // an answer complained of, and says the same words, or would not be made
  // without that answer (survey/echo.go has the same rule).
  #echoes(node, message, earlier) {
    const reads = this.#reads(node.question);
    const causes = earlier.filter((e) => touches(reads, new Set([e.node.question])));
    if (!causes.length) return false;
    if (causes.some((e) => e.message === message || e.node.value === '')) return true;
    const values = causes.map((e) => e.node.value);
    for (const e of causes) e.node.value = '';
    const still = this.logic.violated(node);
    causes.forEach((e, i) => { e.node.value = values[i]; });
    return !still;
  }

  // wrong lists what is wrong with some answers ({ node, typed }, in the order
  // of the page), each once; blank adds the required ones that are.
  wrong(answers, blank) {
    const found = [];
    for (const answer of answers) {
      const { node, typed } = answer;
      const unreadable = node.question.kind === 'asked' ? this.#unreadable(node, typed) : '';
      const broken = node.question.kind === 'asked' && !unreadable ? this.#broken(node, found) : '';
      let message = unreadable || broken;
      if (!message && blank && node.value === '' && !typed.trim() && this.logic.required(node)) {
        message = node.question.requiredMessage ? this.logic.fill(node.question.requiredMessage, node) : this.phrases.required;
      }
      if (message) found.push({ ...answer, message, broken: broken !== '' });
    }
    return found;
  }

  // judge says or unsays what is wrong with fields.
  judge(containers, blank = false) {
    const answers = containers.map((container) => {
      const typed = container.querySelector('input[type=text]:not([role])')?.value ?? '';
      return { container, node: this.nodes().get(container.dataset.field), typed };
    });
    const wrong = this.wrong(answers.filter(({ node }) => node && !node.children.length && !hidden(node)), blank);
    for (const container of containers) say(container, wrong.find((w) => w.container === container)?.message ?? '');
    return wrong;
  }

  // after judges again once one field changed: the field, those already
  // complained of, and those answered whose constraint looks at what changed.
  after(target, changed) {
    const own = target.closest('[data-field]');
    const concerned = [...document.querySelectorAll('#questionnaire [data-field]')].filter((container) => {
      if (container === own || container.classList.contains('wrong')) return true;
      const node = this.nodes().get(container.dataset.field);
      return node?.question.constraint && node.value !== '' && changed.size && touches(this.#reads(node.question), changed);
    });
    this.judge(concerned);
  }
}

// say puts a message at a field, or takes it away.
export function say(container, message) {
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
  if (error.textContent !== message) error.textContent = message;
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

// summary lists what is wrong, each line leading to its field.
export function summary(wrong, phrases, note) {
  const box = Object.assign(document.createElement('div'), { className: 'summary', tabIndex: -1 });
  const heading = Object.assign(document.createElement('h2'), { textContent: wrong.length === 1 ? phrases.problem : phrases.problems.replace('{0}', wrong.length) });
  const list = document.createElement('ul');
  for (const { container, message } of wrong) {
    const said = container.querySelector('[data-label]');
    const label = ((said?.querySelector('.line, .item') ?? said)?.textContent ?? '').trim().replace(/[\s\u00a0:]+$/, '');
    const link = Object.assign(document.createElement('a'), { href: `#q-${container.dataset.field}`, textContent: `${label.length > 90 ? `${label.slice(0, 90).trim()}…` : label}\u00a0: ${message}` });
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  box.append(heading, list);
  if (note) box.append(Object.assign(document.createElement('p'), { className: 'small', textContent: note }));
  return box;
}
