// The receipt: what was received need not stay on the device.
import './page.js';
import { eraseInstance } from './draft.js';

const received = document.querySelector('[data-received]')?.dataset.received;
if (received) eraseInstance(received);
