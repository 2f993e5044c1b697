// That a questionnaire was answered on this device: its address and the day,
// no code and no answer, for thirty days. Nothing on a shared device.

const key = 'repondu';
const lifetime = 30 * 24 * 3600 * 1000;

// all reads what is remembered and drops what is past its life. Storage that
// is refused remembers nothing.
function all() {
  try {
    const kept = Object.entries(JSON.parse(localStorage.getItem(key)) ?? {});
    return Object.fromEntries(kept.filter(([, { until }]) => until > Date.now() && until < Date.now() + 2 * lifetime));
  } catch {
    return {};
  }
}

function keep(answered) {
  try {
    if (Object.keys(answered).length) localStorage.setItem(key, JSON.stringify(answered));
    else localStorage.removeItem(key);
  } catch { /* nothing is remembered */ }
}

const shared = () => { try { return sessionStorage.getItem('shared') === '1'; } catch { return true; } };

export function remember(path, day) {
  // The end of a day, never the time of the answer.
  const until = Math.ceil((Date.now() + lifetime) / 86400000) * 86400000;
  if (!shared()) keep({ ...all(), [path]: { day, until } });
}

export function forget(path) {
  const { [path]: gone, ...others } = all();
  keep(others);
}

// The questionnaire says so, to whom it may be news.
const notice = document.querySelector('.notice[data-answered]');
if (notice) {
  const found = all()[notice.dataset.answered];
  if (found && !shared()) {
    notice.querySelector('[data-answered-day]').textContent = found.day;
    notice.querySelector('[data-answered-again]').addEventListener('click', () => { notice.hidden = true; });
    notice.hidden = false;
    // Back after the receipt would show the middle of an empty part: the
    // browser restores where it stood, until the page has loaded.
    history.scrollRestoration = 'manual';
    addEventListener('pageshow', () => scrollTo(0, 0), { once: true });
  }
}
