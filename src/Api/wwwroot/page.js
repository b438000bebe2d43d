// What pages share: elements, problems in words, requests that prove that one of our pages made them.

export const byId = id => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A text in its place; without one the place is hidden. */
export function show(node, text) {
  node.hidden = !text;
  node.textContent = text ?? '';
}

/** A number with its noun. */
export const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** The answer, or an error whose message is for the reader. */
export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...options.headers, 'X-Atmosphere': '1' } });
  } catch {
    throw new Error('Atmosphere does not answer. Is it still running?');
  }

  if (answer.ok) return answer;
  if (answer.status === 401) throw new Error('You are not signed in any more. Load this page again and sign in.');
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? `The server answered ${answer.status}.`);
}

/** Asks before something is done that can't be undone. */
export function sure(text, yes) {
  const dialog = byId('ask');
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  dialog.returnValue = 'no'; // Escape means no
  dialog.showModal();
  return new Promise(done => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }));
}
