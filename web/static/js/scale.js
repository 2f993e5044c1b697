// A range gets a slider beside its list. The list stays: it shows the value,
// and unlike a slider it can say that no answer was given yet.

export function enhance(select) {
  select.dataset.enhanced = '';
  const values = [...select.options].map((o) => o.value).filter(Boolean);
  const slider = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: values.length - 1, step: 1 });
  slider.setAttribute('aria-hidden', 'true'); // the list says and does the same
  slider.tabIndex = -1;
  const box = Object.assign(document.createElement('div'), { className: 'scale' });
  select.before(box);
  box.append(slider, select);
  select.sync = () => {
    slider.value = Math.max(0, values.indexOf(select.value || select.dataset.scale));
    slider.classList.toggle('untouched', select.value === '');
  };
  select.sync();
  select.addEventListener('change', select.sync);
  for (const kind of ['input', 'change']) {
    slider.addEventListener(kind, (event) => {
      event.stopPropagation();
      select.value = values[slider.value];
      select.sync();
      select.dispatchEvent(new Event(kind, { bubbles: true }));
    });
  }
  slider.addEventListener('pointerdown', () => { // a press on the first place changes nothing, and is an answer
    if (select.value === '') requestAnimationFrame(() => slider.dispatchEvent(new Event('input', { bubbles: true })));
  });
}
