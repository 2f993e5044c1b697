// Evaluates scenes with the browser's evaluator, in Node or in a browser, and writes results as the Go tests
// write theirs. The evaluator is an argument.

export const runAll = (evaluator, scenes) => scenes.map((scene) => run(evaluator, scene));

function build([name, value, attrs, children, irrelevant, numeric], parent) {
  const n = { name, value, attrs, parent, irrelevant, numeric };
  n.children = children.map((c) => build(c, n));
  return n;
}

function named(n, name, found = []) {
  for (const c of n.children) {
    if (c.name === name) found.push(c);
    named(c, name, found);
  }
  return found;
}

function nearest(doc, name, from) {
  if (!from) return named(doc, name);
  for (let at = from; at; at = at.parent) {
    const found = at.children ? named(at, name) : [];
    if (found.length) return found;
  }
  return [];
}

const kinds = { "text()": "#text", "comment()": "#comment", "processing-instruction()": "#instruction" };
const isElement = (n) => !/^[#@]|^$/.test(n.name);

function locate(at, path) {
  for (const step of path.split("/").filter(Boolean)) {
    if (step[0] === "@") {
      at = { name: step, value: at.attrs.find((a) => a[0] === step.slice(1))[1], parent: at, children: [], attrs: [] };
      continue;
    }
    const [, test, index] = /^(.*)\[(\d+)\]$/.exec(step);
    if (test === "text()" && !at.children.length) continue;
    at = at.children.filter((c) => (test === "*" ? isElement(c) : c.name === kinds[test]))[index - 1];
  }
  return at;
}

function pathOf(n) {
  if (!n.parent) return n.name === "" ? "/" : "/*[1]";
  const above = pathOf(n.parent).replace(/\/$/, "");
  if (n.name[0] === "@") return `${above}/${n.name}`;
  const test = isElement(n) ? "*" : Object.keys(kinds).find((k) => kinds[k] === n.name);
  const like = n.parent.children.filter((c) => (test === "*" ? isElement(c) : c.name === n.name));
  return `${above}/${test}[${like.indexOf(n) + 1}]`;
}

function write(v, toText) {
  if (Array.isArray(v)) return `[${v.map(pathOf).join(" ")}]`;
  return typeof v === "number" || typeof v === "boolean" ? toText(v) : `'${toText(v)}'`;
}

function run({ evaluate, evaluateBool, evaluateFilter, evaluateText, evaluateNumber, toText }, scene) {
  const doc = build(scene.doc, null);
  const context = {
    node: locate(doc, scene.node),
    root: locate(doc, scene.root),
    resolve: (name, from) => nearest(doc, name, from),
    instance: (name) => named(doc, "instance").find((n) => n.attrs.some((a) => a[0] === "id" && a[1] === name)),
    choiceLabel: (value, question) => (value === "unknown" ? "" : `${question}:${value.toUpperCase()}`),
    now: new Date(scene.now),
    zone: scene.zone,
    random: Math.random,
    language: scene.language,
  };
  const show = (v) => write(v, toText);
  try {
    switch (scene.mode) {
      case "condition": case "boolean": return show(evaluateBool(scene.tree, context));
      case "filter": return show(evaluateFilter(scene.tree, context, locate(doc, scene.item)));
      case "answer": return show(evaluateText(scene.tree, context));
      case "number": return show(evaluateNumber(scene.tree, context));
      case "string": return show(toText(evaluate(scene.tree, context)));
    }
    return show(evaluate(scene.tree, context));
  } catch (e) {
    return `! ${e.code ?? e.stack}`;
  }
}
