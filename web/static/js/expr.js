// The browser's evaluator of XLSForm expressions, over the tree that Go's survey/expr writes as JSON. That
// package has the rules; one set of tests holds both.
//
// A node: {name, value, attrs: [[name, value]], parent, children, irrelevant, numeric}.
// A context: {node, root, resolve(name, from), instance(name), choiceLabel(value, question), now: Date,
// zone: "Europe/Paris", random(): [0,1), language, budget}.

/** A value: a boolean, a number, a string, an array of nodes, or a Moment. */
export function evaluate(tree, context, node = context.node) {
  return new Evaluation(context).eval(tree, { node, position: 1, size: 1 });
}

/** A condition. A bare ${x} is its value. */
export function evaluateBool(tree, context) {
  return truth(tree, evaluate(tree, context));
}

/** A choice filter for one row: names are the row's, ${x} the question's. */
export function evaluateFilter(tree, context, item) {
  return truth(tree, evaluate(tree, context, item));
}

/** What a calculation stores: NaN and dates that do not exist are no answer. */
export function evaluateText(tree, context) {
  return answer(evaluate(tree, context));
}

export function evaluateNumber(tree, context) {
  return toNumber(evaluate(tree, context), context.zone);
}

/** Why there is no value; code is one of Go's. */
export class EvalError extends Error {
  constructor(code, detail = "") {
    super(`${code} ${detail}`);
    this.code = code;
  }
}

const fail = (code, detail) => { throw new EvalError(code, detail); };
const DAY = 86400000;

// ---- nodes

const isElement = (n) => n.name !== "" && n.name[0] !== "#" && n.name[0] !== "@";

const hidden = (n) => n && (n.irrelevant || hidden(n.parent));

// A set of irrelevant nodes compares as a blank answer.
function relevant(nodes) {
  const kept = nodes.filter((n) => !hidden(n));
  kept.lost = nodes[0] && !kept[0];
  return kept;
}

export function textOf(n) {
  return hidden(n) ? "" : innerText(n);
}

function innerText(n) {
  if (n.irrelevant) return "";
  return n.value + (n.children || []).filter((c) => !/^#[ci]/.test(c.name)).map(innerText).join("");
}

/** Which instance of a repeat a node is, from 1, irrelevant ones counted. */
export const positionOf = (n) => (n.parent ? n.parent.children.filter((s) => s.name === n.name).indexOf(n) + 1 : 1);

const same = (a, b) => a === b || (a.parent && a.parent === b.parent && a.name === b.name && a.name[0] === "@");

function place(n) {
  if (!n.parent) return [];
  const { attrs, children } = n.parent;
  return [...place(n.parent), n.name[0] === "@" ? attrs.findIndex((a) => `@${a[0]}` === n.name) - attrs.length : children.indexOf(n)];
}

function before(a, b) {
  const x = place(a), y = place(b), i = x.findIndex((at, level) => at !== y[level]);
  return i < 0 || i >= y.length ? x.length - y.length : x[i] - y[i];
}

// ---- values

export function toBool(v) {
  if (Array.isArray(v)) return v.length > 0;
  if (v instanceof Moment) return v.valid;
  return Boolean(v);
}

export function toText(v) {
  if (Array.isArray(v)) return v.length ? textOf(v[0]) : "";
  return typeof v === "number" ? numberText(v) : String(v);
}

export function toNumber(v, zone) {
  if (typeof v === "number") return v;
  if (typeof v === "boolean") return v ? 1 : 0;
  return v instanceof Moment ? v.number() : textNumber(toText(v), zone);
}

const answer = (v) => ((typeof v === "number" && v !== v) || (v instanceof Moment && !v.valid) ? "" : toText(v));

function truth(tree, v) {
  if (!(Array.isArray(tree) && tree[0] === "$")) return toBool(v);
  return v.some((n) => {
    const s = textOf(n);
    return s !== "" && !(n.numeric && textNumber(s) === 0);
  });
}

function numberText(f) {
  const s = String(f === 0 ? 0 : f);
  const m = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(s);
  if (!m) return s;
  const digits = m[2] + (m[3] || ""), point = 1 + Number(m[4]);
  if (point <= 0) return `${m[1]}0.${"0".repeat(-point)}${digits}`;
  return m[1] + digits.padEnd(point, "0");
}

const trim = (s) => s.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
const words = (s) => s.split(/[ \t\r\n]+/).filter(Boolean);

function textNumber(s, zone) {
  s = trim(s);
  if (s.length <= 400 && /^-?(\d+[.,]?\d*|[.,]\d+)$/.test(s)) return Number(s.replace(",", "."));
  const m = parseMoment(s, zone);
  return m ? m.number() : NaN;
}

// ---- dates

const clocks = new Map();

// What the zone's clocks show, as if it were UTC.
function wall(ms, zone) {
  if (!zone || zone === "UTC") return ms;
  if (!clocks.has(zone)) {
    const numeric = "numeric";
    clocks.set(zone, new Intl.DateTimeFormat("en", {
      timeZone: zone, hourCycle: "h23", year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric,
    }));
  }
  const p = {};
  for (const { type, value } of clocks.get(zone).formatToParts(ms)) p[type] = value;
  return utc(p.year, p.month - 1, p.day, p.hour, p.minute, p.second, ((ms % 1000) + 1000) % 1000);
}

// Date.UTC reads year 70 as 1970.
function utc(year, month, day, ...clock) {
  const d = new Date(0);
  d.setUTCFullYear(year, month, day);
  return d.setUTCHours(...clock);
}

function instantOf(local, zone) {
  const guess = local - (wall(local, zone) - local);
  return local - (wall(guess, zone) - guess);
}

// Outside summer time, as of 2024.
const standardOffset = (zone) => Math.min(...[0, 6].map((month) => wall(Date.UTC(2024, month), zone) - Date.UTC(2024, month)));

/** A date: form "" (it does not exist), "day" (a calendar day), "counted" (from date(n)), "instant". */
export class Moment {
  constructor(form, at, zone) { // at: a count of days, or milliseconds for an instant
    Object.assign(this, { form, at, zone });
  }

  get valid() { return this.form !== ""; }

  get dateOnly() { return this.form === "day" || this.form === "counted"; }

  number() {
    if (this.form === "day") return this.at - standardOffset(this.zone) / 1000 / 86400;
    return this.form === "instant" ? this.at / DAY : this.form ? this.at : NaN;
  }

  began() {
    if (this.form === "day") return instantOf(this.at * DAY, this.zone);
    return this.form === "counted" ? this.at * DAY : this.at;
  }

  local() { return new Date(this.dateOnly ? this.at * DAY : wall(this.at, this.zone)); }

  compare(o) {
    return this.dateOnly && o.dateOnly ? this.at - o.at : Math.sign(this.began() - o.began());
  }

  toString() {
    if (!this.valid) return "Invalid Date";
    const local = this.local().toISOString();
    if (this.dateOnly) return local.slice(0, 10);
    const minutes = Math.round((wall(this.at, this.zone) - this.at) / 60000), m = Math.abs(minutes);
    return `${local.slice(0, 23)}${minutes < 0 ? "-" : "+"}${pad(Math.floor(m / 60))}:${pad(m % 60)}`;
  }
}

const pad = (n) => String(n).padStart(2, "0");

function fromNumber(n, zone) {
  if (!(n >= -719162 && n < 2932897)) return new Moment("", 0, zone);
  const ms = awayFromZero(n * DAY);
  if (ms % DAY === 0) return new Moment("counted", ms / DAY, zone);
  const local = ms + standardOffset(zone);
  return local % DAY === 0 ? new Moment("day", local / DAY, zone) : new Moment("instant", ms, zone);
}

const awayFromZero = (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);

function parseMoment(s, zone) {
  const m = /^(\d{4})-(\d\d?)-(\d\d?)(?:T(.*))?$/s.exec(s);
  if (!m || m[2] < 1 || m[2] > 12 || m[3] < 1) return null;
  const days = utc(m[1], m[2] - 1, m[3], 0) / DAY;
  if (new Date(days * DAY).getUTCDate() !== Number(m[3])) return null;
  if (m[4] === undefined) return new Moment("day", days, zone);
  const clock = parseClock(m[4]);
  if (!clock) return null;
  const local = days * DAY + clock.ms;
  return new Moment("instant", clock.offset === null ? instantOf(local, zone) : local - clock.offset, zone);
}

function parseClock(s) {
  const m = /^(\d\d):(\d\d)(?::(\d\d(?:\.\d*)?))?(?:(Z)|([+-])(\d\d):(\d\d))?$/.exec(s);
  if (!m || m[1] > 23 || m[2] > 59 || m[3] >= 60 || m[6] > 23 || m[7] > 59) return null;
  let offset = m[4] ? 0 : null;
  if (m[5]) offset = (m[5] === "-" ? -1 : 1) * (m[6] * 60 + Number(m[7])) * 60000;
  return { ms: (m[1] * 60 + Number(m[2])) * 60000 + Math.trunc((m[3] || 0) * 1000), offset };
}

const NAMES = {
  en: ["Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Sun Mon Tue Wed Thu Fri Sat"],
  fr: ["janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "dim. lun. mar. mer. jeu. ven. sam."],
};

function field(letter, d, language) {
  const names = NAMES[/^(fr$|fr-|français)|\(fr/.test((language || "").toLowerCase()) ? "fr" : "en"].map((list) => list.split(" "));
  const [year, m, day, H, M, S, ms] = d.toISOString().split(/[-T:.Z]/);
  return {
    Y: year, y: year.slice(2), m, n: +m, b: names[0][m - 1], d: day, e: +day, H, h: +H, M, S, 3: ms, a: names[1][d.getUTCDay()], "%": "%",
  }[letter] ?? fail("bad-argument", "format-date");
}

// ---- evaluation

const [
  CHILD, SELF, PARENT, ATTRIBUTE, DESCENDANT, SUBTREE, ANCESTOR, ANCESTORS, AFTER, BEFORE, FOLLOWING, PRECEDING,
] = Array(12).keys();

const ARITHMETIC = {
  "+": (a, b) => a + b, "*": (a, b) => a * b, div: (a, b) => a / b, mod: (a, b) => a % b,
};

const ORDER = {
  "<": (c) => c < 0, "<=": (c) => c <= 0, ">": (c) => c > 0, ">=": (c) => c >= 0,
};

class Evaluation {
  constructor(context) {
    this.context = context;
    this.zone = context.zone;
    this.budget = context.budget ?? { steps: 1e6 };
  }

  spend(n) {
    if ((this.budget.steps -= n) < 0) fail("too-costly");
  }

  // Inner nodes read as all their leaves.
  weigh(nodes) {
    this.spend(nodes.length);
    for (const n of nodes) this.weigh(n.children || []);
    return nodes;
  }

  eval(t, f) {
    this.spend(1);
    if (!Array.isArray(t)) return t;
    return this.compute(t, f);
  }

  compute(t, f) {
    switch (t[0]) {
      case "$": return relevant(this.weigh(this.reference(t[1], f.node)));
      case "var": return fail("unknown-variable", t[1]);
      case "f": return this.call(t, f);
      case "or": return t.slice(1).some((a) => truth(a, this.eval(a, f)));
      case "and": return t.slice(1).every((a) => truth(a, this.eval(a, f)));
      case "=": case "!=": return this.equal(t, f);
      case "-": return this.subtract(this.eval(t[1], f), this.eval(t[2], f));
      case "neg": return -this.number(this.eval(t[1], f));
      case "|": return this.inOrder(t.slice(1).flatMap((a) => this.nodes(this.eval(a, f), "|")));
      case "[": return this.choose(this.nodes(this.eval(t[1], f), "["), t.slice(2));
      case "p": return this.path(t, f);
    }
    if (ORDER[t[0]]) return this.ordered(t, f);
    return t.slice(1).map((a) => this.number(this.eval(a, f))).reduce(ARITHMETIC[t[0]]);
  }

  reference(name, from) {
    if (!this.context.resolve) fail("unknown-reference", name);
    const found = this.context.resolve(name, from) || [];
    return found;
  }

  call(t, f) {
    const fn = FUNCTIONS[t[1]] || fail("unknown-function", t[1]);
    const args = t.slice(2), [least, most, compute] = fn, paired = PAIRED.has(t[1]);
    if (args.length < least || args.length > most || (paired && (args.length - least) % 2)) fail("wrong-arity", t[1]);
    return compute(new Call(this, f, t[1], args));
  }

  number(v) { return toNumber(v, this.zone); }

  text(v) {
    const s = toText(v);
    this.spend(s.length >> 2);
    return s;
  }

  nodes(v, what) { return Array.isArray(v) ? v : fail("nodeset-expected", what); }

  moment(v) {
    if (v instanceof Moment) return v.valid ? v : null;
    return typeof v === "string" || Array.isArray(v) ? parseMoment(trim(toText(v)), this.zone) : null;
  }

  subtract(a, b) {
    const m = this.moment(a), o = m && this.moment(b);
    if (m && o && m.dateOnly && o.dateOnly) return m.at - o.at;
    return this.number(a) - this.number(b);
  }

  equal(t, f) {
    const a = this.eval(t[1], f), b = this.eval(t[2], f), want = t[0] === "=";
    if (typeof a === "boolean" || typeof b === "boolean") return (truth(t[1], a) === truth(t[2], b)) === want;
    return this.anyPair(a, b, (x, y) => this.same(x, y) === want);
  }

  ordered(t, f) {
    const holds = ORDER[t[0]];
    return this.anyPair(this.eval(t[1], f), this.eval(t[2], f), (x, y) => holds(this.order(x, y)));
  }

  anyPair(a, b, meets) {
    const [left, right] = [a, b].map((v) => items(v.lost ? "" : v));
    return left.some((x) => right.some((y) => {
      this.spend(1);
      return meets(x, y);
    }));
  }

  same(a, b) {
    if (typeof a === "number" || typeof b === "number") return this.order(a, b) === 0;
    if (a instanceof Moment || b instanceof Moment) {
      const m = this.moment(a), o = this.moment(b);
      if (m && o) return m.compare(o) === 0;
    }
    return toText(a) === toText(b);
  }

  // Below, at or above zero; NaN where the two have no order.
  order(a, b) {
    const m = this.moment(a), o = this.moment(b);
    if (m && o) return m.compare(o);
    let x = this.number(a), y = this.number(b);
    if (m || o) [x, y] = [awayFromZero(x * DAY), awayFromZero(y * DAY)];
    return x === y ? 0 : x - y;
  }

  path(t, f) {
    let [, from, ...steps] = t;
    let set;
    if (from === 0) set = f.node ? [f.node] : [];
    else if (from !== 1) set = this.nodes(this.eval(from, f), "/");
    else {
      let root = this.context.root || this.context.node;
      if (!this.context.root) while (root && root.parent) root = root.parent;
      set = root ? [root] : [];
      if (root && root.name !== "" && !root.parent && steps.length && steps[0][0] !== SUBTREE) {
        const [axis, , ...preds] = steps[0];
        const first = axis === CHILD && this.passes(root, steps[0]);
        set = first ? this.choose(set, preds) : [];
        steps = first ? steps.slice(1) : [];
      }
    }
    let nested = false; // one node of the set may be inside another
    for (const step of steps) {
      if (!set.length) break;
      const [axis, , ...preds] = step, many = set.length > 1;
      set = set.flatMap((n) => this.choose(this.along(n, step), preds));
      if (axis >= ANCESTOR || (many && (nested || axis === PARENT || axis === DESCENDANT || axis === SUBTREE))) {
        set = this.inOrder(set);
      }
      nested = nested || axis >= DESCENDANT;
    }
    return relevant(this.weigh(set));
  }

  passes(n, [, test]) {
    switch (test) {
      case "node()": return true;
      case "*": return isElement(n);
      case "text()": return n.name === "#text";
      case "comment()": return n.name === "#comment";
      case "processing-instruction()": return n.name === "#instruction";
    }
    if (n.name === test) return true;
    const colon = test.indexOf(":");
    if (colon < 0 || !isElement(n)) return false;
    const local = test.slice(colon + 1);
    if (local === "*") fail("unknown-prefix", test.slice(0, colon));
    return n.name === local;
  }

  along(n, step) {
    const found = [];
    const keep = (m) => {
      this.spend(1);
      if (this.passes(m, step)) found.push(m);
    };
    const descend = (m) => { keep(m); (m.children || []).forEach(descend); };
    const ascend = (m) => { for (const k of [...(m.children || [])].reverse()) ascend(k); keep(m); };
    const beside = (forward, visit, up) => {
      for (let m = n; m && m.parent && m.name[0] !== "@"; m = up && m.parent) {
        const all = m.parent.children, at = all.indexOf(m);
        (forward ? all.slice(at + 1) : all.slice(0, at).reverse()).forEach(visit);
      }
    };
    const children = n.children || [], axis = step[0];
    if (axis === CHILD) children.forEach(keep);
    else if (axis === PARENT) { if (n.parent) keep(n.parent); }
    else if (axis === ATTRIBUTE) return this.attributes(n, step[1]);
    else if (axis === DESCENDANT) children.forEach(descend);
    else if (axis === SUBTREE) descend(n);
    else if (axis === AFTER) beside(true, keep);
    else if (axis === BEFORE) beside(false, keep);
    else if (axis === FOLLOWING) beside(true, descend, true);
    else if (axis === PRECEDING) beside(false, ascend, true);
    else {
      if (axis !== ANCESTOR) keep(n);
      if (axis !== SELF) for (let m = n.parent; m; m = m.parent) keep(m);
    }
    return found;
  }

  attributes(n, test) {
    const attrs = n.attrs || [];
    this.spend(attrs.length);
    return attrs
      .filter(([name]) => (test === "*" || test === "node()" || test === name) && !name.startsWith("xmlns"))
      .map(([name, value]) => ({ name: `@${name}`, value, parent: n, children: [] }));
  }

  choose(nodes, preds) {
    for (const p of preds) {
      nodes = nodes.filter((node, i, all) => {
        const v = this.eval(p, { node, position: i + 1, size: all.length });
        return typeof v === "number" ? v === i + 1 : truth(p, v);
      });
    }
    return nodes;
  }

  inOrder(nodes) {
    return [...nodes].sort((a, b) => {
      this.spend(4 + ((a.parent?.children.length || 0) >> 3));
      return before(a, b);
    }).filter((n, i, all) => i === 0 || !same(n, all[i - 1]));
  }

  toDate(v) {
    if (v instanceof Moment) return v;
    if (typeof v !== "number" && typeof v !== "boolean" && trim(toText(v)) === "") return "";
    return this.moment(v) || fromNumber(this.number(v), this.zone);
  }

  instance(name) { return this.context.instance?.(name); }

  random(what) {
    return this.context.random ? this.context.random() : fail("no-chance", what);
  }

  ticks(t, v) {
    return Array.isArray(v) ? v.map((n) => textOf(n) !== "") : [truth(t, v)];
  }
}

const items = (v) => (Array.isArray(v) ? v.map(textOf) : [v]);

// ---- functions

// Call computes a function's arguments, when it asks.
class Call {
  constructor(at, focus, name, args) { Object.assign(this, { at, focus, name, args }); }

  get count() { return this.args.length; }

  value(i) { return this.at.eval(this.args[i], this.focus); }

  text(i) { return this.at.text(this.value(i)); }

  number(i) { return this.at.number(this.value(i)); }

  nodes(i) { return this.at.nodes(this.value(i), this.name); }

  truth(i) { return truth(this.args[i], this.value(i)); }

  own() {
    if (this.count) return this.value(0);
    return this.focus.node ? [this.focus.node] : [];
  }

  days(i) {
    const v = this.value(i);
    return v instanceof Moment && v.dateOnly ? v.at : this.at.number(v);
  }

  // A bare ${x} means all its instances.
  everywhere(i) {
    const t = this.args[i];
    return Array.isArray(t) && t[0] === "$" ? this.at.reference(t[1], null) : this.nodes(i);
  }

  joined(from, separator) {
    const parts = this.args.flatMap((_, i) => (i < from ? [] : items(this.value(i)).map((v) => this.at.text(v))));
    this.at.spend(parts.length * (1 + (separator.length >> 2)));
    return parts.join(separator);
  }

  points() {
    const all = this.args.flatMap((_, i) => items(this.value(i)).flatMap((v) => this.parsePoints(toText(v))));
    return all.length && all.every(Boolean) ? all : null;
  }

  parsePoints(s) {
    const parts = s.replace(/^[ ;\t\r\n]+|[ ;\t\r\n]+$/g, "").split(";").map((part) => part.split(/\s+/).filter(Boolean));
    this.at.spend(parts.length);
    const bad = parts.some((p) => p.length < 2 || p.length > 4 || !(Math.abs(p[0]) <= 90 && Math.abs(p[1]) <= 180));
    return bad ? null : parts.map((p) => [Number(p[0]), Number(p[1])]);
  }
}

const MANY = Infinity;
const PAIRED = new Set(["indexed-repeat", "weighted-checklist"]); // their last arguments come by two
const of = (f) => [1, 1, (c) => f(c.number(0))];
const ofDays = (f) => [1, 1, (c) => f(c.days(0))];
const texts = (f) => [2, 2, (c) => f(c.text(0), c.text(1))];

const FUNCTIONS = {
  __proto__: null,
  true: [0, 0, () => true],
  false: [0, 0, () => false],
  not: [1, 1, (c) => !c.truth(0)],
  boolean: [1, 1, (c) => c.truth(0)],
  number: [0, 1, (c) => c.at.number(c.own())],
  string: [0, 1, (c) => c.at.text(c.own())],
  if: [3, 3, (c) => c.value(c.truth(0) ? 1 : 2)],
  coalesce: [2, 2, (c) => {
    const v = c.value(0);
    return answer(v) === "" ? c.value(1) : v;
  }],
  once: [1, 1, (c) => (c.at.context.node && textOf(c.at.context.node)) || c.value(0)],
  "boolean-from-string": [1, 1, (c) => /^(1|true)$/i.test(c.text(0))],

  int: ofDays(Math.trunc),
  floor: ofDays(Math.floor),
  ceiling: ofDays(Math.ceil),
  round: [1, 2, (c) => roundDecimal(c.days(0), c.count === 2 ? Math.trunc(c.number(1)) : 0)],
  exp10: of((x) => 10 ** x),
  atan2: [2, 2, (c) => Math.atan2(c.number(0), c.number(1))],
  pow: [2, 2, (c) => power(c.number(0), c.number(1))],
  pi: [0, 0, () => Math.PI],
  random: [0, 0, (c) => c.at.random(c.name)],
  sum: [1, 1, (c) => c.nodes(0).map(textOf).filter((s) => s !== "").reduce((sum, s) => sum + c.at.number(s), 0)],
  min: [1, MANY, (c) => extreme(c, Math.min)],
  max: [1, MANY, (c) => extreme(c, Math.max)],

  concat: [0, MANY, (c) => c.joined(0, "")],
  join: [1, MANY, (c) => c.joined(1, c.text(0))],
  "string-length": [0, 1, (c) => [...c.at.text(c.own())].length],
  "normalize-space": [0, 1, (c) => words(c.at.text(c.own())).join(" ")],
  contains: texts((s, part) => s.includes(part)),
  "starts-with": texts((s, part) => s.startsWith(part)),
  "ends-with": texts((s, part) => s.endsWith(part)),
  "substring-before": texts((s, part) => s.slice(0, Math.max(0, s.indexOf(part)))),
  "substring-after": texts((s, part) => (s.includes(part) ? s.slice(s.indexOf(part) + part.length) : "")),
  translate: [3, 3, (c) => {
    const s = c.text(0), from = [...c.text(1)], to = [...c.text(2)];
    const twins = new Map(from.map((r, i) => [r, to[i] ?? ""]).reverse());
    return [...s].map((r) => twins.get(r) ?? r).join("");
  }],
  substring: [2, 3, (c) => {
    const s = [...c.text(0)], from = Math.floor(c.number(1) + 0.5);
    return slice(s, from - 1, (c.count === 3 ? from + Math.floor(c.number(2) + 0.5) : Infinity) - 1);
  }],
  substr: [2, 3, (c) => {
    const s = [...c.text(0)];
    const bound = (i) => {
      const n = Math.trunc(c.number(i)) || 0;
      return n < 0 ? n + s.length : n;
    };
    const to = c.count === 3 ? bound(2) : s.length;
    return slice(s, bound(1), to);
  }],
  regex: [2, 3, (c) => {
    const value = c.text(0);
    if (value.length > (c.args[2] ?? 20)) fail("too-costly");
    return pattern(c.text(1)).test(value);
  }],

  uuid: [0, 1, (c) => {
    const hex = () => Math.floor(c.at.random(c.name) * 16).toString(16);
    if (!c.count) return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (x) => (x === "x" ? hex() : "89ab"[parseInt(hex(), 16) & 3]));
    const n = c.number(0);
    return n >= 0 && n <= 10000 ? Array.from({ length: n }, hex).join("") : fail("bad-argument", c.name);
  }],
  digest: [2, 3, (c) => {
    const data = new TextEncoder().encode(c.text(0)), hash = HASHES[c.text(1)];
    const encoding = c.count === 3 ? c.text(2) : "base64";
    c.at.spend(data.length);
    if (!hash || !(encoding === "hex" || encoding === "base64")) fail("bad-argument", c.name);
    const sum = hash(data);
    return encoding === "hex" ? sum.map((b) => b.toString(16).padStart(2, "0")).join("") : btoa(String.fromCharCode(...sum));
  }],
  "base64-decode": [1, 1, (c) => {
    const s = c.text(0).replace(/[\r\n]/g, "");
    try {
      return s.length % 4 ? "" : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(atob(s), (b) => b.charCodeAt(0)));
    } catch {
      return "";
    }
  }],

  today: [0, 0, (c) => new Moment("day", Math.floor(wall(+c.at.context.now, c.at.zone) / DAY), c.at.zone)],
  now: [0, 0, (c) => new Moment("instant", +c.at.context.now, c.at.zone)],
  date: [1, 1, (c) => c.at.toDate(c.value(0))],
  "date-time": [1, 1, (c) => {
    const m = c.at.toDate(c.value(0));
    return m.form === "counted" ? new Moment("instant", m.began(), m.zone) : m;
  }],
  "format-date": [2, 2, formatDate],
  "format-date-time": [2, 2, formatDate],
  "decimal-date-time": [1, 1, (c) => c.at.number(c.at.toDate(c.value(0)))],
  "decimal-time": [1, 1, (c) => {
    const v = c.value(0), m = c.at.moment(v) || c.at.moment(c.at.context.now.toISOString().slice(0, 11) + trim(toText(v)));
    return m ? (((m.local().getTime() % DAY) + DAY) % DAY) / DAY : NaN;
  }],

  count: [1, 1, (c) => c.nodes(0).length],
  "count-non-empty": [1, 1, (c) => c.nodes(0).filter((n) => n.value !== "" || n.children.some((k) => isElement(k) || k.name === "#text")).length],
  last: [0, 0, (c) => c.focus.size],
  position: [0, 1, (c) => {
    if (!c.count) return c.focus.position;
    const [n] = c.nodes(0);
    return n ? positionOf(n) : NaN;
  }],
  current: [0, 0, (c) => (c.at.context.node ? [c.at.context.node] : [])],
  instance: [1, 1, (c) => {
    const name = c.text(0), n = c.at.instance(name);
    return n ? [n] : fail("unknown-instance", name);
  }],
  pulldata: [4, 4, (c) => {
    const [file, column, key, value] = [0, 1, 2, 3].map((i) => c.text(i));
    let from = c.at.instance(file);
    if (!from) return "";
    from = from.children.find((n) => n.name === "root") || from.children[0] || from;
    c.at.spend(from.children.length * 2);
    const row = from.children.find((item) => cell(item, key) === value);
    return (row && cell(row, column)) || "";
  }],
  randomize: [1, 2, (c) => {
    const nodes = [...c.nodes(0)], modulus = 2147483647;
    let state = Number((c.count === 2 ? seed(c.value(1), c.at) : BigInt(Math.floor(c.at.random(c.name) * 2 ** 31))) % BigInt(modulus));
    if (state <= 0) state += modulus - 1;
    c.at.spend(nodes.length);
    for (let i = 0; i < nodes.length; i++) {
      state = (state * 16807) % modulus;
      const j = Math.floor(((state - 1) / (modulus - 1)) * (i + 1));
      [nodes[i], nodes[j]] = [nodes[j], nodes[i]];
    }
    return nodes;
  }],
  name: [0, 1, nameOf],
  "local-name": [0, 1, (c) => nameOf(c).replace(/^.*?:/, "")],
  "indexed-repeat": [3, MANY, (c) => {
    let wanted = c.everywhere(0);
    for (let i = 1; i + 1 < c.count; i += 2) {
      const repeat = c.everywhere(i)[0], index = Math.trunc(c.number(i + 1));
      if (!repeat) return [];
      const level = place(repeat).length;
      wanted = wanted.filter((n) => {
        for (let d = place(n).length; d > level; d--) n = n.parent;
        c.at.spend(1 + ((n.parent?.children.length || 0) >> 3));
        return n.parent && place(n).length === level && n.name === repeat.name && positionOf(n) === index;
      });
    }
    return relevant(wanted);
  }],

  selected: texts((names, name) => (trim(name) === "" ? trim(names) === "" : words(names).includes(trim(name)))),
  "count-selected": [1, 1, (c) => words(c.text(0)).length],
  "selected-at": [2, 2, (c) => words(c.text(0))[Math.trunc(c.number(1))] ?? ""],
  "jr:choice-name": [2, 2, (c) => {
    const value = c.text(0), t = c.args[1];
    const question = Array.isArray(t) && t[0] === "$" ? t[1] : trim(c.text(1)).replace(/^\$\{\s*(.*?)\s*\}$/, "$1");
    return (value && c.at.context.choiceLabel?.(value, question)) || "";
  }],
  checklist: [2, MANY, (c) => {
    const least = c.number(0), most = c.number(1);
    return within(c.args.slice(2).flatMap((t, i) => c.at.ticks(t, c.value(i + 2))).filter(Boolean).length, least, most);
  }],
  "weighted-checklist": [4, MANY, (c) => {
    const least = c.number(0), most = c.number(1);
    let total = 0;
    for (let i = 2; i + 1 < c.count; i += 2) {
      const ticks = c.at.ticks(c.args[i], c.value(i)), weights = c.value(i + 1), list = Array.isArray(weights);
      if (list && weights.length !== ticks.length && Math.max(weights.length, ticks.length) > 1) fail("bad-argument", c.name);
      ticks.forEach((on, j) => { if (on) total += c.at.number(list && j < weights.length ? textOf(weights[j]) : weights); });
    }
    return within(total, least, most);
  }],

  area: [1, 1, (c) => {
    const points = c.points();
    return points ? roundDecimal(surface(points), 2) : NaN;
  }],
  distance: [1, MANY, (c) => {
    const points = c.points();
    return points ? roundDecimal(lineLength(points), 2) : NaN;
  }],
  geofence: [2, 2, (c) => {
    const where = c.parsePoints(c.text(0)), shape = c.parsePoints(c.text(1));
    if (!where || !shape || where.length !== 1 || shape.length < 4 || String(shape[0]) !== String(shape[shape.length - 1])) return false;
    const [lat, lon] = where[0];
    let inside = false;
    for (let i = 1; i < shape.length; i++) {
      const a = shape[i - 1], b = shape[i];
      if (a[0] > lat !== b[0] > lat && lon < ((b[1] - a[1]) * (lat - a[0])) / (b[0] - a[0]) + a[1]) inside = !inside;
    }
    return inside;
  }],
  intersects: [1, 1, (c) => {
    const points = c.points() || [], last = points.length - 1;
    const closed = String(points[0]) === String(points[last]);
    for (let i = 1; i <= last; i++) {
      for (let j = i + 2; j <= last; j++) {
        c.at.spend(1);
        if (!(closed && i === 1 && j === last) && cross(points[i - 1], points[i], points[j - 1], points[j])) return true;
      }
    }
    return false;
  }],
};

for (const name of "abs sqrt exp log log10 sin cos tan asin acos atan".split(" ")) FUNCTIONS[name] = of(Math[name]);

// 1 to any power is 1, as in Go.
const power = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y);

const within = (n, least, most) => (least === -1 || n >= least) && (most === -1 || n <= most);

function nameOf(c) {
  const n = c.at.nodes(c.own(), c.name)[0];
  return n && n.name[0] !== "#" ? n.name.replace(/^@/, "") : "";
}

function cell(row, name) {
  if (name[0] === "@") return (row.attrs || []).find((a) => a[0] === name.slice(1))?.[1];
  const found = row.children.find((n) => n.name === name);
  return found && textOf(found);
}

function slice(s, from, to) {
  from = Math.max(from, 0);
  to = Math.min(to, s.length);
  return from < to ? s.slice(from, to).join("") : "";
}

function extreme(c, pick) {
  const all = c.args.flatMap((_, i) => {
    const v = c.value(i);
    return Array.isArray(v) ? v.map(textOf).filter((s) => s !== "").map((s) => c.at.number(s)) : [c.at.number(v)];
  });
  return all.length ? all.reduce((a, b) => pick(a, b)) : NaN;
}

function roundDecimal(x, places) {
  if (x !== x || places !== places) return NaN;
  if (!Number.isFinite(x) || x === 0 || places > 400) return x;
  if (places < -400) return 0;
  const [mantissa, power] = Math.abs(x).toExponential().split("e");
  const digits = mantissa.replace(".", ""), keep = Number(power) + 1 + places;
  if (keep >= digits.length) return x;
  if (keep < 0) return 0;
  const kept = Number(`0${digits.slice(0, keep)}`) + (digits[keep] >= "5" ? 1 : 0);
  return Math.sign(x) * Number(`${kept}e${-places}`);
}

const patterns = new Map();

function pattern(source) {
  if (!patterns.has(source)) {
    const flags = /^\(\?([ims]+)\)/.exec(source);
    const whole = `^(?:${flags ? source.slice(flags[0].length) : source})$`;
    const extra = flags ? flags[1] : "";
    let made;
    try {
      made = new RegExp(whole, `u${extra}`);
    } catch {
      try { made = new RegExp(whole, extra); } catch { fail("bad-pattern", source); }
    }
    if (patterns.size >= 256) patterns.clear();
    patterns.set(source, made);
  }
  return patterns.get(source);
}

function formatDate(c) {
  const v = c.at.toDate(c.value(0));
  const format = c.text(1), at = v instanceof Moment ? v.local() : new Date(0);
  const written = format.replace(/%([\s\S])/g, (_, letter) => field(letter, at, c.at.context.language));
  return v instanceof Moment && v.valid ? written : "";
}

function seed(v, at) {
  const n = at.number(v);
  if (n !== n && v === v) {
    const sum = HASHES["SHA-256"](new TextEncoder().encode(at.text(v)));
    return BigInt.asIntN(64, sum.slice(0, 8).reduce((a, b) => (a << 8n) | BigInt(b), 0n));
  }
  if (Math.abs(n) >= 2 ** 63) return n > 0 ? 2n ** 63n - 1n : -(2n ** 63n);
  return BigInt(Math.trunc(n) || 0);
}

const EARTH = 6378100;
const radians = (degrees) => (degrees * Math.PI) / 180;

function surface(points) {
  if (points.length < 3) return 0;
  const total = points.reduce((sum, a, i) => {
    const b = points[(i + 1) % points.length];
    return sum + radians(b[1] - a[1]) * (2 + Math.sin(radians(a[0])) + Math.sin(radians(b[0])));
  }, 0);
  return Math.abs((total * EARTH * EARTH) / 2);
}

function lineLength(points) {
  return points.slice(1).reduce((sum, b, i) => {
    const a = points[i], x = radians(a[0]), y = radians(b[0]);
    return sum + Math.acos(Math.min(1, Math.sin(x) * Math.sin(y) + Math.cos(x) * Math.cos(y) * Math.cos(radians(a[1] - b[1])))) * EARTH;
  }, 0);
}

function cross(a, b, c, d) {
  const side = (p, q, r) => (q[1] - p[1]) * (r[0] - p[0]) - (q[0] - p[0]) * (r[1] - p[1]);
  const between = (p, q, r) => [0, 1].every((k) => Math.min(p[k], q[k]) <= r[k] && r[k] <= Math.max(p[k], q[k]));
  const trios = [[a, b, c], [a, b, d], [c, d, a], [c, d, b]], s = trios.map((t) => side(...t));
  return (s[0] * s[1] < 0 && s[2] * s[3] < 0) || trios.some((t, i) => s[i] === 0 && between(...t));
}

// ---- digests (the browser's own are asynchronous)

const cut = BigInt.asUintN;
const roll = (x, n, bits = 32) => cut(bits, x << BigInt(n)) | (x >> BigInt(bits - n));

// SHA-2's constants: fractions of roots of primes.
function fractions(from, to, root, bits) {
  const primes = [];
  for (let p = 2; primes.length < to; p++) if (primes.every((q) => p % q)) primes.push(p);
  return primes.slice(from).map((prime) => {
    let low = 0n, high = 1n << BigInt(bits + 16);
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(root) <= BigInt(prime) << BigInt(bits * root)) low = middle; else high = middle;
    }
    return cut(bits, low);
  });
}

const digest = (bits, little, start, length, mix) => (data) => {
  const step = bits / 8, block = bits * 2, size = Math.ceil((data.length + 1 + step * 2) / block) * block;
  const bytes = new Uint8Array(size), view = new DataView(bytes.buffer);
  bytes.set(data);
  bytes[data.length] = 128;
  view.setBigUint64(size - 8, BigInt(data.length * 8), little);
  let state = start();
  for (let at = 0; at < size; at += block) {
    const words = Array.from({ length: 16 }, (_, i) => (bits === 64 ? view.getBigUint64(at + i * 8) : BigInt(view.getUint32(at + i * 4, little))));
    state = mix(words, state).map((x, i) => cut(bits, x + state[i]));
  }
  return state.flatMap((word) => {
    const out = Array.from({ length: step }, (_, i) => Number((word >> BigInt(8 * i)) & 255n));
    return little ? out : out.reverse();
  }).slice(0, length);
};

const sha2 = (bits, rounds, sums, from, length) => {
  let constants;
  return digest(bits, false, () => fractions(from, from + 8, 2, bits), length, (w, state) => {
    constants ??= fractions(0, rounds, 3, bits);
    const sum = (x, [a, b, c]) => roll(x, bits - a, bits) ^ roll(x, bits - b, bits) ^ (c < 0 ? x >> BigInt(-c) : roll(x, bits - c, bits));
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < rounds; i++) {
      if (i > 15) w[i] = cut(bits, w[i - 16] + sum(w[i - 15], sums[0]) + w[i - 7] + sum(w[i - 2], sums[1]));
      const one = h + sum(e, sums[3]) + ((e & f) ^ (~e & g)) + constants[i] + w[i];
      const two = sum(a, sums[2]) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, cut(bits, d + one), c, b, a, cut(bits, one + two)];
    }
    return [a, b, c, d, e, f, g, h];
  });
};

const CHAIN = [0x67452301n, 0xefcdab89n, 0x98badcfen, 0x10325476n, 0xc3d2e1f0n];
const SUMS = [[1, 8, -7], [19, 61, -6], [28, 34, 39], [14, 18, 41]];

const HASHES = {
  __proto__: null,
  MD5: digest(32, true, () => CHAIN.slice(0, 4), 16, (w, [a, b, c, d]) => {
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const f = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | cut(32, ~d))][round];
      const sum = a + f + BigInt(Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32)) + w[[i, 5 * i + 1, 3 * i + 5, 7 * i][round] % 16];
      const turn = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]][round][i % 4];
      [a, d, c, b] = [d, c, b, cut(32, b + roll(cut(32, sum), turn))];
    }
    return [a, b, c, d];
  }),
  "SHA-1": digest(32, false, () => CHAIN, 20, (w, [a, b, c, d, e]) => {
    for (let i = 0; i < 80; i++) {
      if (i > 15) w[i] = roll(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
      const round = Math.floor(i / 20);
      const f = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const k = [0x5a827999n, 0x6ed9eba1n, 0x8f1bbcdcn, 0xca62c1d6n][round];
      [e, d, c, b, a] = [d, c, roll(b, 30), a, cut(32, roll(a, 5) + f + e + k + w[i])];
    }
    return [a, b, c, d, e];
  }),
  "SHA-256": sha2(32, 64, [[7, 18, -3], [17, 19, -10], [2, 13, 22], [6, 11, 25]], 0, 32),
  "SHA-384": sha2(64, 80, SUMS, 8, 48),
  "SHA-512": sha2(64, 80, SUMS, 0, 64),
};
