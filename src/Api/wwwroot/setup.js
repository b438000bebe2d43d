// Runs the checks of the setup page, one request each, and puts their words in place.
'use strict';

const again = 1500; // milliseconds between two looks at a check that waits
const longest = 5 * 60 * 1000; // milliseconds that a check may wait for somebody
const checks = [...document.querySelectorAll('.check')];
const words = { Good: 'Good: ', Note: 'Note: ', Bad: 'To do: ', Waiting: 'Waiting: ' };
const states = new Map();

function show(check, state, found, advice) {
  check.dataset.state = state;
  states.set(check.dataset.check, state);
  const text = (words[state] ?? '') + found;
  const node = check.querySelector('.found');
  if (node.textContent !== text) node.textContent = text; // else a screen reader would say it at every look
  const hint = check.querySelector('.advice');
  hint.hidden = !advice;
  hint.textContent = advice;
  summarise();
}

function summarise() {
  const count = wanted => [...states.values()].filter(state => state === wanted).length;
  const bad = count('Bad');
  const busy = count('Busy') + count('Waiting');
  const summary = document.getElementById('summary');
  const text = bad ? `${bad} ${bad === 1 ? 'thing has' : 'things have'} to be put right.` : busy ? 'Checking …' : 'Everything that was checked works.';
  summary.className = `status ${bad ? 'broken' : busy ? 'waiting' : 'ready'}`;
  if (summary.textContent !== text) summary.textContent = text;
}

async function ask(name) {
  try {
    const answer = await fetch(`/setup/checks/${name}`, { method: 'POST', headers: { 'X-Atmosphere': '1' } });
    if (answer.ok) return await answer.json();
    if (answer.status === 401) return { state: 'Bad', found: 'You are not signed in any more.', advice: 'Load this page again and sign in.' };
    const problem = await answer.json().catch(() => ({}));
    return { state: 'Bad', found: problem.detail ?? problem.title ?? `The server answered ${answer.status}.`, advice: 'Check again; if it stays so, the log says why.' };
  } catch {
    return { state: 'Bad', found: 'Atmosphere does not answer.', advice: 'Is it still running? Look at its console.' };
  }
}

const runs = new Map();

async function run(check) {
  const name = check.dataset.check;
  const turn = (runs.get(name) ?? 0) + 1;
  runs.set(name, turn); // a newer run takes the place of one that waits
  const button = check.querySelector('button');
  button.setAttribute('aria-disabled', 'true'); // not disabled: the focus would be lost
  show(check, 'Busy', check.dataset.doing, '');
  const begun = performance.now();
  while (runs.get(name) === turn) {
    const result = await ask(name);
    if (runs.get(name) !== turn) return;
    button.removeAttribute('aria-disabled');
    const over = performance.now() - begun > longest;
    show(check, result.state === 'Waiting' && over ? 'Bad' : result.state, result.found, result.advice);
    if (result.state !== 'Waiting' || over) break;
    await new Promise(done => setTimeout(done, again));
  }
  if (name === 'slack-message' && states.get(name) === 'Good') run(document.querySelector('[data-check="slack-press"]'));
}

for (const check of checks) {
  check.querySelector('button').addEventListener('click', event => {
    if (event.currentTarget.getAttribute('aria-disabled') !== 'true') run(check);
  });
  if (check.dataset.runs === '1') run(check);
}
