// Lists of choices: narrowed by a filter of the form, searched by the
// respondent, ordered by buttons.

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

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
  select.replaceChildren(select.options[0], ...rows.map((r) => new Option(r.label, r.name)));
  if (kept && !rows.some((r) => r.name === value)) select.append(kept);
  select.value = value;
  select.allOptions = null;
}

function offerButtons(box, rows, name) {
  const made = new Set([...box.querySelectorAll('input:checked')].map((i) => i.value));
  const notice = box.querySelector('[data-no-choice]');
  const kept = [...box.querySelectorAll('.option')].filter((o) => made.has(o.firstElementChild.value) && !rows.some((r) => r.name === o.firstElementChild.value));
  box.replaceChildren(...rows.map((row, i) => {
    const option = document.createElement('div');
    option.className = 'option';
    const input = Object.assign(document.createElement('input'), {
      type: box.dataset.options, name, value: row.name, id: `q-${name}${i ? `-${i + 1}` : ''}`, checked: made.has(row.name),
    });
    const label = Object.assign(document.createElement('label'), { htmlFor: input.id, textContent: row.label });
    option.append(input, label);
    return option;
  }), ...kept);
  if (notice) box.append(notice);
}

// searchable puts a filter box above a long list.
export function searchable(list, label) {
  const box = Object.assign(document.createElement('input'), { type: 'search', autocomplete: 'off', placeholder: label });
  box.setAttribute('aria-label', label);
  list.before(box);
  box.addEventListener('input', (event) => {
    event.stopPropagation();
    const wanted = plain(box.value.trim());
    if (list.tagName !== 'SELECT') {
      for (const option of list.querySelectorAll('.option')) option.hidden = !plain(option.textContent).includes(wanted);
      return;
    }
    list.allOptions ??= [...list.options];
    const chosen = list.value;
    list.replaceChildren(...list.allOptions.filter((o) => o.value === '' || o.value === chosen || plain(o.text).includes(wanted)));
    list.value = chosen;
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
}

// orderable turns places typed in lists into buttons that move a line.
export function orderable(ranking, words) {
  const rows = [...ranking.querySelectorAll('.option')];
  const select = (row) => row.querySelector('select');
  const ranked = () => rows.filter((r) => select(r).value).sort((a, b) => select(a).value - select(b).value);
  const show = (order) => {
    for (const row of rows) {
      const at = order.indexOf(row);
      select(row).value = at < 0 ? '' : at + 1;
      row.querySelector('.place').textContent = at < 0 ? '–' : `${at + 1}.`;
    }
    ranking.append(...order, ...rows.filter((r) => !order.includes(r)));
    ranking.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const move = (row, by) => {
    const order = ranked();
    const at = order.indexOf(row);
    if (at < 0) order.push(row);
    else {
      order.splice(at, 1);
      if (at + by < order.length + 1) order.splice(Math.max(0, at + by), 0, row);
    }
    show(order);
  };
  for (const row of rows) {
    const place = Object.assign(document.createElement('span'), { className: 'place' });
    row.prepend(place);
    select(row).hidden = true;
    for (const [text, by, sign] of [[words.up, -1, '↑'], [words.down, 1, '↓']]) {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: sign });
      button.setAttribute('aria-label', `${text} ${row.querySelector('label').textContent}`);
      button.addEventListener('click', () => { move(row, by); button.focus(); });
      row.append(button);
    }
  }
  show(ranked());
  ranking.refresh = () => show(ranked());
}
