// Keeps the practice channel live and makes its buttons press. The server renders every message; this only puts them in place.

const { page, me, revision } = document.body.dataset;
const messages = document.getElementById('messages');
const scroller = document.querySelector('.scroller');
const announcer = document.getElementById('announcer');
const toasts = document.getElementById('toasts');
const state = document.getElementById('state');
let seen = Number(revision);

// --- times in the reader's own zone

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

function localiseTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    time.textContent = clock.format(at);
    time.title = full.format(at);
  }
}

// --- messages that come and change

function apply(change) {
  if (change.revision <= seen) return;
  seen = change.revision;
  const template = document.createElement('template');
  template.innerHTML = change.html;
  const message = template.content.firstElementChild;
  localiseTimes(message);

  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const old = document.getElementById(change.key);
  if (old) {
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    const isPicking = picker && old.contains(picker);
    old.replaceWith(message);
    if (isPicking) keepPicking(message);
    if (focused) (message.querySelector(`[data-action="${CSS.escape(focused)}"]`) ?? scroller).focus();
  } else {
    messages.append(message);
  }

  message.classList.add('fresh');
  announcer.textContent = change.summary.replace(/<[^>]*>|:[a-z_]+:/g, ' ');
  if (wasAtEnd) toEnd(message);
}

function toEnd(root) {
  scroller.scrollTop = scroller.scrollHeight;
  for (const picture of root.querySelectorAll('img')) {
    if (!picture.complete) picture.addEventListener('load', () => { scroller.scrollTop = scroller.scrollHeight; }, { once: true });
  }
}

function follow() {
  const events = new EventSource(`${page}/live?as=${encodeURIComponent(me)}&after=${seen}`);
  let failures = 0;
  events.addEventListener('open', () => { failures = 0; state.textContent = ''; });
  events.addEventListener('message', event => apply(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    state.textContent = 'Reconnecting…';
    // The browser tries again by itself, unless it has given up or nothing gets through.
    if (events.readyState === EventSource.CLOSED || ++failures >= 3) {
      events.close();
      poll();
    }
  });
}

async function poll() {
  try {
    const answer = await fetch(`${page}/changes?as=${encodeURIComponent(me)}&after=${seen}`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    for (const change of await answer.json()) apply(change);
    state.textContent = '';
    setTimeout(poll, 1000);
  } catch {
    state.textContent = 'Atmosphere does not answer. Trying again…';
    setTimeout(poll, 3000);
  }
}

// --- pressing

function toast(words) {
  const note = document.createElement('div');
  note.className = 'toast';
  const text = document.createElement('p');
  text.textContent = words;
  const close = document.createElement('button');
  close.type = 'button';
  close.setAttribute('aria-label', 'Dismiss');
  close.textContent = '×';
  close.addEventListener('click', () => note.remove());
  note.append(text, close);
  toasts.append(note);
  setTimeout(() => note.remove(), 12000);
}

async function press(element, selected) {
  if (element.getAttribute('aria-busy') === 'true') return;
  element.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(`${page}/press`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Atmosphere': '1' },
      body: JSON.stringify({
        user: me,
        ts: element.closest('.message').dataset.ts,
        block: element.dataset.block,
        action: element.dataset.action,
        selected,
      }),
    });
    const result = answer.ok ? await answer.json() : { problem: `The practice channel did not take the press (${answer.status}).` };
    if (result.problem) toast(result.problem);
  } catch {
    toast('Atmosphere could not be reached. Is it still running?');
  } finally {
    element.removeAttribute('aria-busy');
  }
}

messages.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if ('press' in button.dataset) press(button, null);
  if ('pick' in button.dataset) choose(button);
});

// --- the picker: one list of people for all messages

const people = document.getElementById('people');
const filter = document.getElementById('people-filter');
const list = document.getElementById('people-list');
const none = document.getElementById('people-none');
const options = [...list.querySelectorAll('[role=option]')];
let picker = null;

function choose(button) {
  picker = button;
  filter.value = '';
  people.showPopover();
  button.setAttribute('aria-expanded', 'true');
  place();
  narrow();
  filter.focus();
}

// A colleague's vote renders the message anew while somebody is choosing: the list stays, unless the question is gone.
function keepPicking(message) {
  const same = message.querySelector(`[data-pick][data-action="${CSS.escape(picker.dataset.action)}"]`);
  if (!same) {
    people.hidePopover();
    return;
  }

  picker = same;
  same.setAttribute('aria-expanded', 'true');
  place();
}

function place() {
  const at = picker.getBoundingClientRect();
  const below = window.innerHeight - at.bottom > people.offsetHeight + 12;
  people.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - people.offsetWidth - 8))}px`;
  people.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - people.offsetHeight - 4)}px`;
}

function shown() {
  return options.filter(option => !option.hidden);
}

function activate(option) {
  for (const other of options) other.setAttribute('aria-selected', String(other === option));
  if (option) {
    filter.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  } else {
    filter.removeAttribute('aria-activedescendant');
  }
}

function narrow() {
  const wanted = filter.value.trim().toLowerCase();
  for (const option of options) option.hidden = !option.textContent.toLowerCase().includes(wanted);
  none.hidden = shown().length > 0;
  activate(shown()[0]);
}

function pick(option) {
  const button = picker;
  people.hidePopover();
  button.querySelector('span').textContent = option.querySelector('.who').textContent;
  button.focus();
  press(button, option.dataset.user);
}

filter.addEventListener('input', narrow);
filter.addEventListener('keydown', event => {
  const all = shown();
  const active = all.findIndex(option => option.getAttribute('aria-selected') === 'true');
  switch (event.key) {
    case 'ArrowDown': activate(all[(active + 1) % all.length]); break;
    case 'ArrowUp': activate(all[(active - 1 + all.length) % all.length]); break;
    case 'Enter': if (active >= 0) pick(all[active]); break;
    case 'Tab': people.hidePopover(); return;
    default: return;
  }
  event.preventDefault();
});
list.addEventListener('pointermove', event => activate(event.target.closest('[role=option]')));
list.addEventListener('click', event => {
  const option = event.target.closest('[role=option]');
  if (option) pick(option);
});
people.addEventListener('toggle', event => {
  if (event.newState !== 'closed' || !picker) return;
  picker.setAttribute('aria-expanded', 'false');
  if (document.activeElement === document.body || people.contains(document.activeElement)) picker.focus();
  picker = null;
});

// --- who am I

const you = document.getElementById('you');
const key = 'atmosphere-practice-me';

function become(user) {
  localStorage.setItem(key, user);
  location.assign(`${page}?as=${encodeURIComponent(user)}`);
}

you.addEventListener('change', () => become(you.value));

const remembered = localStorage.getItem(key);
const isKnown = [...you.options].some(option => option.value === remembered);
if (you.value !== me) {
  become(you.value); // chosen before this script ran
} else if (!new URLSearchParams(location.search).has('as') && isKnown && remembered !== me) {
  location.replace(`${page}?as=${encodeURIComponent(remembered)}`);
} else {
  localiseTimes(document);
  toEnd(messages);
  follow();
}
