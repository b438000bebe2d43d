// The page of records: the audit, page by page.
import { ask, byId, count, element, show } from './page.js';

const fields = { by: 'audit-by', about: 'audit-about', action: 'audit-action' };

/** Where the pages before this one begin; the last is this one's. */
let places = [''];
let next = null;

/** What is chosen, in the words of /admin/audit. Nothing chosen is no word. */
function chosen() {
  const query = new URLSearchParams();
  if (byId('audit-from').value) query.set('from', byId('audit-from').value);
  if (byId('audit-until').value) query.set('to', dayAfter(byId('audit-until').value));
  for (const [name, id] of Object.entries(fields)) if (byId(id).value.trim()) query.set(name, byId(id).value.trim());
  return query;
}

function dayAfter(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function row(line) {
  const when = element('time', { dateTime: line.at, title: line.at }, line.at.slice(0, 19).replace('T', ' '));
  const cells = [line.action, line.actor, line.about ?? '', line.detail, line.source].map(text => element('td', {}, text));
  return element('tr', {}, element('td', {}, when), ...cells);
}

async function read() {
  const query = chosen();
  const isNarrowed = [...query.keys()].length > 0;
  byId('audit-download').href = `/admin/audit?${query}`;
  if (places.at(-1)) query.set('after', places.at(-1));
  try {
    const page = await (await ask(`/admin/audit/page?${query}`)).json();
    show(byId('audit-problem'), '');
    next = page.next ?? null;
    byId('audit-lines').replaceChildren(...page.lines.map(row));
    byId('audit-box').hidden = page.lines.length === 0;
    byId('audit-found').textContent = page.lines.length === 0
      ? isNarrowed ? 'No entry is like that.' : 'Nothing has been decided yet.'
      : `${count(page.lines.length, 'entry', 'entries')}, page ${places.length}${next ? '' : ', the last one'}. Times are UTC.`;
  } catch (fault) {
    next = null;
    byId('audit-lines').replaceChildren();
    byId('audit-box').hidden = true;
    byId('audit-found').textContent = '';
    show(byId('audit-problem'), fault.message);
  }

  const had = document.activeElement;
  byId('audit-newer').disabled = places.length === 1;
  byId('audit-older').disabled = next === null;
  // A button that has just become useless must not take the focus with it.
  if (had?.disabled) (had.id === 'audit-older' ? byId('audit-newer') : byId('audit-older')).focus();
}

function readFromTheTop() {
  places = [''];
  return read();
}

byId('audit-form').addEventListener('submit', event => {
  event.preventDefault();
  readFromTheTop();
});
byId('audit-all').addEventListener('click', () => {
  byId('audit-form').reset();
  readFromTheTop();
});
byId('audit-older').addEventListener('click', () => {
  places.push(next);
  read();
});
byId('audit-newer').addEventListener('click', () => {
  places.pop();
  read();
});

readFromTheTop();
