// The check page, when it was loaded as a page of its own.
import './page.js';
import { Sender } from './send.js';

new Sender(JSON.parse(document.getElementById('phrases').textContent));
