// Places typed in lists become lines that move: by buttons, or dragged by
// their handle.

export function enhance(ranking, phrases) {
  ranking.dataset.enhanced = '';
  new Ranking(ranking, phrases);
}

class Ranking {
  constructor(ranking, phrases) {
    this.box = ranking;
    this.rows = [...ranking.querySelectorAll('.option')];
    for (const row of this.rows) this.#equip(row, phrases);
    ranking.sync = () => this.#show(this.#ranked());
    ranking.sync();
  }

  #select(row) { return row.querySelector('select'); }

  #ranked() {
    return this.rows.filter((r) => this.#select(r).value).sort((a, b) => this.#select(a).value - this.#select(b).value);
  }

  #show(order) {
    for (const row of this.rows) {
      const at = order.indexOf(row);
      this.#select(row).value = at < 0 ? '' : at + 1;
      row.querySelector('.place').textContent = at < 0 ? '–' : `${at + 1}.`;
    }
    this.box.append(...order, ...this.rows.filter((r) => !order.includes(r)));
  }

  #settle(order) {
    this.#show(order);
    for (const kind of ['input', 'change']) this.#select(this.rows[0]).dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // move raises or lowers a line by one place; a line without a place takes
  // the last.
  #move(row, by) {
    const order = this.#ranked(), at = order.indexOf(row);
    if (at < 0) order.push(row);
    else order.splice(Math.max(0, at + by), 0, ...order.splice(at, 1));
    this.#settle(order);
  }

  #equip(row, phrases) {
    const place = Object.assign(document.createElement('span'), { className: 'place', title: phrases.drag });
    row.prepend(place);
    this.#select(row).hidden = true;
    for (const [text, by, sign] of [[phrases.up, -1, '↑'], [phrases.down, 1, '↓']]) {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: sign });
      button.setAttribute('aria-label', `${text} ${row.querySelector('label').textContent}`);
      button.addEventListener('click', () => { this.#move(row, by); button.focus(); });
      row.append(button);
    }
    this.#draggable(row, place);
  }

  // Pointer events rather than HTML's drag and drop, which fingers do not have.
  #draggable(row, handle) {
    handle.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      row.classList.add('dragged');
    });
    handle.addEventListener('pointermove', (event) => {
      if (!row.classList.contains('dragged')) return;
      const lines = [...this.box.children].filter((r) => r !== row);
      const below = lines.find((r) => { const b = r.getBoundingClientRect(); return event.clientY < b.top + b.height / 2; });
      if (row.nextElementSibling !== (below ?? null)) this.box.insertBefore(row, below ?? null);
    });
    handle.addEventListener('pointerup', () => {
      if (!row.classList.contains('dragged')) return;
      row.classList.remove('dragged');
      // Dropped among the lines that have a place, or at their end.
      const lines = [...this.box.children], order = this.#ranked().filter((r) => r !== row);
      const before = order.filter((r) => lines.indexOf(r) < lines.indexOf(row)).length;
      order.splice(before, 0, row);
      this.#settle(order);
    });
    handle.addEventListener('pointercancel', () => { row.classList.remove('dragged'); this.box.sync(); });
  }
}
