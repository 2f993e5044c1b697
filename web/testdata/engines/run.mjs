// An OpenRosa client that is not ours. For each address given
// (…/openrosa/{link}) it fetches the form as a phone would, has ODK's engine
// fill it in, and posts what the engine serialized. It prints a JSON array,
// one object an address:
//
//   values      what the engine asks and the answers, by question name: one,
//               or one an instance in a repeat
//   violations  what the engine still objects to
//   status, message  the service's answer to the submission
import { JSDOM } from 'jsdom';

// ODK's engine is made for browsers: it finds the DOM among the globals.
const { window } = new JSDOM('');
for (const name of Object.getOwnPropertyNames(window)) {
	if (/^[A-Z]/.test(name) && !(name in globalThis)) globalThis[name] = window[name];
}
globalThis.window = window;
globalThis.document = window.document;
// Its XPath parser reads process to tell Node from a browser, and in Node looks
// for variables that modules do not have.
const { process } = globalThis;
delete globalThis.process;
const { loadForm } = await import('@getodk/xforms-engine');
globalThis.process = process;

const nameOf = (reference) => reference.split('/').pop().replace(/\[\d+\]$/, '');

async function fetchText(address) {
	const response = await fetch(address, { headers: { 'X-OpenRosa-Version': '1.0' } });
	if (!response.ok) throw new Error(`${response.status} for ${address}`);
	return response.text();
}

async function fetchForm(base) {
	const list = new window.DOMParser().parseFromString(await fetchText(`${base}/formList`), 'text/xml');
	const manifest = new window.DOMParser().parseFromString(await fetchText(list.querySelector('manifestUrl').textContent), 'text/xml');
	const files = new Map([...manifest.querySelectorAll('mediaFile')].map((f) =>
		[f.querySelector('filename').textContent, f.querySelector('downloadUrl').textContent]));
	return { xform: await fetchText(list.querySelector('downloadUrl').textContent), files };
}

const fillable = new Set(['input', 'select', 'rank', 'range', 'trigger']);

// questions lists what is asked now: relevant, and not only shown.
function* questions(node) {
	if (!node.currentState.relevant) return;
	if (fillable.has(node.nodeType) && !node.currentState.readonly) yield node;
	for (const child of node.currentState.children ?? []) yield* questions(child);
}

function* repeats(node) {
	if (node.nodeType === 'repeat-range:uncontrolled' && node.currentState.relevant) yield node;
	for (const child of node.currentState.children ?? []) yield* repeats(child);
}

const isBlank = (value) => value == null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

// candidates are ways of answering a question, likeliest first.
function* candidates(node) {
	const { valueOptions } = node.currentState;
	switch (node.nodeType) {
		case 'rank':
			yield () => node.setValues(valueOptions.map((o) => o.value).reverse());
			return;
		case 'select':
			for (const o of valueOptions) yield () => node.selectValues([o.value]);
			return;
		case 'trigger':
			yield () => node.setValue(true);
			return;
		default:
			for (const value of plausible[node.valueType] ?? ['Réponse & <essai>', '34000', '2026']) yield () => node.setValue(value);
	}
}

const plausible = { int: [3, 1, 0, 12, 30, 2020], decimal: [2.5, 1, 50], date: ['2026-11-20', '2027-01-15'], time: ['09:30'] };

// answer tries until the engine is content with the question.
function answer(node) {
	for (const attempt of candidates(node)) {
		attempt();
		if (!isBlank(node.currentState.value) && node.validationState.violation === null) return;
	}
}

// fillIn answers every question, and again those that an answer made appear.
function fillIn(root) {
	for (const range of repeats(root)) range.addInstances();
	for (let pass = 0; pass < 10; pass++) {
		const open = [...questions(root)].filter((q) => isBlank(q.currentState.value) || q.validationState.violation !== null);
		if (open.length === 0) return;
		for (const q of open) if (q.currentState.relevant) answer(q);
	}
}

function textOf(value) {
	if (value === true) return 'OK'; // what a ticked box is worth in an XForm
	return isBlank(value) ? '' : [value].flat().join(' ');
}

function valuesOf(root) {
	const values = {};
	for (const { currentState } of questions(root)) (values[nameOf(currentState.reference)] ??= []).push(textOf(currentState.value));
	return values;
}

async function odk(base, { xform, files }) {
	// The engine names files as the XForm does: jr://file-csv/communes.csv.
	const fetchFormAttachment = (resource) => fetch(files.get(decodeURIComponent(resource.href.split('/').pop())));
	const form = await loadForm(xform, { fetchFormAttachment });
	if (form.status !== 'success') throw new Error(`ODK's engine: ${form.status}: ${form.error?.message ?? JSON.stringify(form.warnings)}`);
	const { root } = form.createInstance();
	fillIn(root);
	const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
	const [data] = payload.data;
	const response = await fetch(`${base}/submission`, { method: 'POST', body: data, headers: { 'X-OpenRosa-Version': '1.0' } });
	return {
		values: valuesOf(root),
		violations: (payload.violations ?? []).map((v) => `${v.reference}: ${v.violation.condition}`),
		status: response.status,
		message: await response.text(),
	};
}

const results = [];
for (const base of process.argv.slice(2)) {
	results.push(await odk(base, await fetchForm(base)));
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
