// The browser's Back, inside the questionnaire. However many parts there are,
// they take one entry of the history between them: leaving quickly has one to
// undo, and Back never reopens a part from outside.

const inside = () => history.state?.inside === true;

// enter takes the entry, before anything deeper than the first part is shown.
export function enter() {
  if (!inside()) history.pushState({ inside: true }, '');
}

// giveBack goes to the entry before, where follow's act does the rest; false
// when there is none of ours.
export function giveBack() {
  if (!inside()) return false;
  history.back();
  return true;
}

// follow does what Back and Forward ask for. back tells whether something
// deeper than the first part still shows, which Back must find again. While
// the page hides itself (page.js), the Back is quick exit's: the part that
// shows stays the one where the person stopped.
export function follow(back, forward) {
  addEventListener('popstate', () => {
    if (document.body.classList.contains('gone')) return;
    if (inside()) forward();
    else if (back()) enter();
  });
}
