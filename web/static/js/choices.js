// Lists of choices, narrowed by a filter of the form.

import { elements } from './labels.js';

// offer shows the choices that a form's filter admits; a choice already made
// stays visible until it is changed.
export function offer(container, rows) {
  const box = container.querySelector('[data-options]');
  if (!box) return;
  const signature = rows.map((r) => r.name).join('\n');
  if (box.dataset.offered === signature) return;
  box.dataset.offered = signature;
  if (box.tagName === 'SELECT') offerOptions(box, rows);
  else offerButtons(box, rows, container.dataset.field);
  container.querySelector('[data-no-choice]')?.toggleAttribute('hidden', rows.length > 0);
}

function offerOptions(select, rows) {
  const value = select.value;
  const kept = [...select.options].find((o) => o.value && o.value === value);
  select.replaceChildren(select.options[0], ...rows.map((r) => {
    const option = new Option(r.label, r.name);
    if (r.pattern) option.dataset.pattern = r.pattern;
    return option;
  }));
  if (kept && !rows.some((r) => r.name === value)) select.append(kept);
  select.value = value;
  select.sync?.();
}

function offerButtons(box, rows, name) {
  const made = new Set([...box.querySelectorAll('input:checked')].map((i) => i.value));
  const notice = box.querySelector('[data-no-choice]');
  const pictures = new Map([...box.querySelectorAll('.option')].map((o) => [o.querySelector('input').value, o.querySelector('img')]));
  const kept = [...box.querySelectorAll('.option')].filter((o) => made.has(o.firstElementChild.value) && !rows.some((r) => r.name === o.firstElementChild.value));
  box.replaceChildren(...rows.map((row, i) => {
    const option = document.createElement('div');
    option.className = 'option';
    const input = Object.assign(document.createElement('input'), {
      type: box.dataset.options, name, value: row.name, id: `q-${name}${i ? `-${i + 1}` : ''}`, checked: made.has(row.name),
    });
    const label = Object.assign(document.createElement('label'), { htmlFor: input.id });
    label.append(...(row.html ? elements(row.html) : [row.label]));
    if (pictures.get(row.name)) label.append(pictures.get(row.name));
    option.append(input, label);
    return option;
  }), ...kept);
  if (notice) box.append(notice);
}
