// What an expression looks at, read off its tree: computed once, so that a
// keystroke computes again only what depends on it. It may name too many
// questions, never too few; null stands for "perhaps any".

const CHILD = 0, SELF = 1, PARENT = 2, ATTRIBUTE = 3; // the axes of expr.js that a location path is written with

// uses gathers the questions that expressions and bare names refer to. A
// reference to a group is one to what is inside: its text is theirs.
export function uses(trees, names, byName) {
  const found = new Set(names);
  if (!trees.every((tree) => tree === undefined || read(tree, found))) return null;
  const questions = new Set();
  for (const name of found) for (const q of byName.get(name) ?? []) everything(q, (inner) => questions.add(inner));
  return questions;
}

export const touches = (used, changed) => used === null || used.size > 0 && [...changed].some((q) => used.has(q));

// everything visits a question and what is inside it.
export function everything(q, visit) {
  visit(q);
  for (const child of q.children ?? []) everything(child, visit);
}

// read puts the names of an expression in found; false when it cannot tell.
function read(tree, found) {
  if (!Array.isArray(tree)) return true;
  const [kind, ...rest] = tree;
  if (kind === '$') return Boolean(found.add(rest[0]));
  if (kind === 'p') return follow(rest[0], rest.slice(1), found);
  if (kind !== 'f') return rest.every((part) => read(part, found));
  if (rest[0] === 'position') return true; // a place changes only with the rows
  return rest.slice(1).every((part) => read(part, found));
}

const byInstance = (tree) => Array.isArray(tree) && tree[0] === 'f' && tree[1] === 'instance';

function follow(from, steps, found) {
  if (typeof from !== 'number' && !read(from, found)) return false;
  const fixed = byInstance(from); // a list never changes
  let known = fixed;
  for (const [axis, test, ...conditions] of steps) {
    if (!conditions.every((part) => read(part, found))) return false;
    if (fixed) continue;
    known = axis === CHILD && /^[^*:()]+$/.test(test);
    if (known) found.add(test);
    else if (axis > ATTRIBUTE) return false;
    else if (axis === SELF) known = from === 0 && steps.length === 1;
    else if (axis !== PARENT) return false;
  }
  return known;
}
