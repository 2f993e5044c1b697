// The draft: what is typed, kept on this device only, encrypted with a key
// that no script can read out, for thirty days at most, and erased once the
// service has confirmed that it received the answers.
//
// A page may vanish right after a key is pressed, and encrypting takes a
// moment that it no longer has. So the stream that hides a draft is made
// ahead: AES-GCM of zeros under a number used once. Saving is then adding the
// two and handing the record over, all within the event of the key itself.

const lifetime = 30; // days, between two days that the service told
const ahead = 2; // streams made ahead
const least = 16 << 10; // bytes of a stream

// possible tells whether a protected draft can be kept here at all.
export const possible = globalThis.isSecureContext === true && 'indexedDB' in globalThis && Boolean(globalThis.crypto?.subtle);

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const ended = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onerror = transaction.onabort = () => reject(transaction.error);
});

async function database() {
  const request = indexedDB.open('constat', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys');
    request.result.createObjectStore('drafts', { keyPath: 'id' });
  };
  const db = await done(request);
  db.onversionchange = () => db.close();
  return db;
}

async function keyOf(db) {
  const found = await done(db.transaction('keys').objectStore('keys').get('draft'));
  if (found) return found;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two tabs may come here together: the first key stays.
  const t = db.transaction('keys', 'readwrite'), store = t.objectStore('keys');
  const first = await done(store.get('draft'));
  if (!first) store.put(fresh, 'draft');
  await ended(t);
  return first ?? fresh;
}

// stream is what hides length bytes under a number: the same for the same two.
async function stream(key, iv, length) {
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(length)), 0, length);
}

const added = (bytes, mask) => bytes.map((b, i) => b ^ mask[i]);

const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;

// open readies the draft of an address. day is the service's own, from the
// page: the device's clock may be wrong, or made so.
export async function open(id, day) {
  const draft = new Draft(id, day);
  await draft.ready();
  return draft;
}

class Draft {
  #streams = [];
  #making = null;
  #size = least;
  #latest = null; // what waits for a stream
  #opening = false;

  constructor(id, day) { Object.assign(this, { id, day }); }

  async ready() {
    this.db = await database();
    this.key = await keyOf(this.db);
    await this.#make();
  }

  // save keeps a content; instance tells later whether it was this one that
  // was received. What it gives settles once the device has it.
  save(instance, content) {
    this.#latest = { instance, content };
    return this.flush();
  }

  // flush hands over what waits, now if a stream is ready.
  flush() {
    if (!this.#latest) return Promise.resolve();
    const { instance, content } = this.#latest;
    const bytes = new TextEncoder().encode(JSON.stringify(content));
    const next = this.#streams.at(-1);
    if (!next || next.mask.length < bytes.length) {
      this.#size = Math.max(this.#size, 2 * bytes.length);
      return this.#make().then(() => this.flush());
    }
    let t;
    try {
      t = this.db.transaction('drafts', 'readwrite');
    } catch (error) { // the browser closed the database, as it may at any time
      if (this.#opening) throw error;
      return this.#reopen();
    }
    this.#streams.pop();
    this.#latest = null;
    t.objectStore('drafts').put({ id: this.id, instance, iv: next.iv, data: added(bytes, next.mask), masked: true, day: this.day, at: Date.now() });
    t.commit?.(); // at once: the page may be gone before it is asked again
    this.#make();
    return ended(t);
  }

  async #reopen() {
    this.#opening = true;
    try {
      this.db = await database();
      return await this.flush();
    } finally {
      this.#opening = false;
    }
  }

  #make() {
    this.#streams = this.#streams.filter((s) => s.mask.length >= this.#size);
    return this.#making ??= (async () => {
      try {
        while (this.#streams.length < ahead) {
          const iv = crypto.getRandomValues(new Uint8Array(12));
          this.#streams.push({ iv, mask: await stream(this.key, iv, this.#size) });
        }
      } finally {
        this.#making = null;
      }
    })();
  }

  // load gives what is kept, with the moment by this device's clock, or null.
  // Drafts past their life are erased on the way.
  async load() {
    await this.#expire();
    const record = await done(this.db.transaction('drafts').objectStore('drafts').get(this.id));
    if (!record) return null;
    try {
      const data = new Uint8Array(record.data);
      const text = record.masked ? data : data.subarray(0, -16); // earlier ones end with a seal
      const bytes = added(text, await stream(this.key, record.iv, text.length));
      return { at: record.at, instance: record.instance, content: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
    } catch {
      await this.erase();
      return null;
    }
  }

  // expire counts by the service's days. A draft of no day, or of one yet to
  // come, begins its life today: no clock keeps it for ever.
  async #expire() {
    const t = this.db.transaction('drafts', 'readwrite'), store = t.objectStore('drafts');
    for (const record of await done(store.getAll())) {
      const age = record.day ? daysBetween(record.day, this.day) : -1;
      if (age > lifetime) store.delete(record.id);
      else if (age < 0) store.put({ ...record, day: this.day });
    }
    await ended(t);
  }

  async erase() {
    this.#latest = null;
    const t = this.db.transaction('drafts', 'readwrite');
    t.objectStore('drafts').delete(this.id);
    await ended(t);
  }
}

// eraseInstance forgets the draft of a submission that has been received.
export async function eraseInstance(instance) {
  if (!possible) return;
  const db = await database();
  try {
    const t = db.transaction('drafts', 'readwrite'), store = t.objectStore('drafts');
    for (const record of await done(store.getAll())) if (record.instance === instance) store.delete(record.id);
    await ended(t);
  } finally {
    db.close();
  }
}
