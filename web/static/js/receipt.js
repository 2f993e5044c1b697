// The receipt: what was received need not stay on the device, which keeps in
// mind that it answered and no more.
import './page.js';
import './paper.js';
import { eraseInstance } from './draft.js';
import { forget, remember } from './answered.js';

const page = document.querySelector('[data-answered]');
if ('withdrawn' in page.dataset) forget(page.dataset.answered);
else remember(page.dataset.answered, page.dataset.day);
if (page.dataset.received) eraseInstance(page.dataset.received);
