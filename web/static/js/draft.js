// The draft: what is typed, kept on this device only, encrypted with a key
// that no script can read out, for thirty days at most, and erased once the
// service has confirmed that it received the answers.

const lifetime = 30 * 24 * 3600 * 1000;

// possible tells whether a protected draft can be kept here at all.
export const possible = globalThis.isSecureContext === true && 'indexedDB' in globalThis && Boolean(globalThis.crypto?.subtle);

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function open() {
  const request = indexedDB.open('constat', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys');
    request.result.createObjectStore('drafts', { keyPath: 'id' });
  };
  return done(request);
}

// within runs one act in a transaction of its own and closes the database.
async function within(stores, mode, act) {
  const db = await open();
  try {
    const transaction = db.transaction(stores, mode);
    const result = await act(transaction);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return result;
  } finally {
    db.close();
  }
}

async function key(create) {
  const found = await within('keys', 'readonly', (t) => done(t.objectStore('keys').get('draft')));
  if (found || !create) return found;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two tabs may come here together: the first key stays.
  return within('keys', 'readwrite', async (t) => {
    const store = t.objectStore('keys');
    const first = await done(store.get('draft'));
    if (!first) store.put(fresh, 'draft');
    return first ?? fresh;
  });
}

// save keeps a draft under an id; instance tells later whether it was this
// one that was received.
export async function save(id, instance, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(true), new TextEncoder().encode(JSON.stringify(content)));
  await within('drafts', 'readwrite', (t) => done(t.objectStore('drafts').put({ id, instance, iv, data, at: Date.now() })));
}

// load gives the draft kept under an id with its time, or null. Drafts past
// their life are erased on the way.
export async function load(id) {
  await expire();
  const record = await within('drafts', 'readonly', (t) => done(t.objectStore('drafts').get(id)));
  const secret = record && await key(false);
  if (!secret) return null;
  try {
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.iv }, secret, record.data);
    return { at: record.at, content: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    await erase(id);
    return null;
  }
}

export async function erase(id) {
  await within('drafts', 'readwrite', (t) => done(t.objectStore('drafts').delete(id)));
}

async function eraseWhere(which) {
  await within('drafts', 'readwrite', async (t) => {
    const store = t.objectStore('drafts');
    for (const record of await done(store.getAll())) if (which(record)) store.delete(record.id);
  });
}

const expire = () => eraseWhere((record) => record.at < Date.now() - lifetime);

// eraseInstance forgets the draft of a submission that has been received.
export async function eraseInstance(instance) {
  if (possible) await eraseWhere((record) => record.instance === instance);
}
