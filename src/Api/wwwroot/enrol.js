// The operators' page: reference photos of a colleague.
import { ask, byId, element, show, sure } from './page.js';

const again = 1000; // milliseconds between two looks at a photo that is on its way
const atOnce = 2; // uploads at the same time
const done = ['enrolled', 'not-enrolled', 'refused', 'taken-back'];
const tones = { enrolled: 'good', refused: 'bad', 'not-enrolled': '', 'taken-back': '' };
const names = new Map();

async function loadPeople() {
  try {
    const people = await (await ask('/admin/people')).json();
    const chosen = byId('person').value;
    for (const person of people) names.set(person.personId, person.name ?? person.personId);
    byId('person').replaceChildren(
      element('option', { value: '' }, 'Choose …'),
      ...people.map(person => element('option', { value: person.personId }, `${person.name ?? person.personId} (${person.enrolledFaces} in the gallery)`)),
      element('option', { value: 'other' }, 'Somebody else, by member ID'));
    byId('person').value = chosen;
  } catch (fault) {
    show(byId('reference-problem'), fault.message);
  }
}

/** The colleague's id, or nothing when none is chosen: then the field that lacks it has the focus. */
function chosenPerson() {
  const select = byId('person');
  if (select.value && select.value !== 'other') return select.value;
  const field = select.value === 'other' ? byId('member') : select;
  const id = select.value === 'other' ? field.value.trim() : '';
  if (id && field.checkValidity()) return id;
  show(byId('reference-problem'), select.value === 'other' ? 'Give a member ID as Slack copies it from a profile, for example U0123456789.' : 'Choose a colleague first.');
  field.focus();
  return null;
}

function tell(row, status, message) {
  row.text.textContent = message;
  row.text.className = tones[status] ?? 'wait';
  if (status !== 'enrolled' && status !== 'not-enrolled') row.button?.remove();
}

async function follow(row, person, reference) {
  tell(row, reference.status, reference.message);
  while (!done.includes(reference.status)) {
    await new Promise(resume => setTimeout(resume, again));
    reference = await (await ask(`/admin/people/${person}/photos/${reference.photoId}`)).json();
    tell(row, reference.status, reference.message);
  }

  if (reference.status === 'enrolled') offerUndo(row, person, reference);
  await loadPeople();
}

function offerUndo(row, person, reference) {
  row.button = element('button', { type: 'button', className: 'quiet' }, 'Take back');
  row.button.setAttribute('aria-label', `Take back ${row.name}`);
  row.button.addEventListener('click', async () => {
    if (!await sure(`Take ${row.name} out of the gallery of ${names.get(person) ?? person}?`, 'Take back')) return;
    try {
      await ask(`/admin/faces/${reference.faceId}/undo`, { method: 'POST' });
      tell(row, 'taken-back', 'Taken back.');
      byId('person').focus(); // the button that had it is gone
      await loadPeople();
    } catch (fault) {
      show(byId('reference-problem'), fault.message);
    }
  });
  row.item.append(row.button);
}

async function enrol(person, file) {
  const text = element('span', { className: 'wait' }, 'Sending …');
  const row = { name: file.name, text, item: element('li', {}, element('span', {}, element('strong', {}, file.name), ' · ', text)) };
  byId('references').prepend(row.item);
  try {
    const answer = await ask(`/admin/people/${person}/photos`, { method: 'POST', body: file, headers: { 'Content-Type': file.type || 'application/octet-stream' } });
    await follow(row, person, await answer.json());
  } catch (fault) {
    tell(row, 'refused', `Not taken. ${fault.message}`);
  }
}

async function enrolAll(files) {
  show(byId('reference-problem'), '');
  const person = chosenPerson();
  if (!person) return;
  const waiting = [...files];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (waiting.length > 0) await enrol(person, waiting.shift());
  }));
}

byId('person').addEventListener('change', () => {
  byId('member-box').hidden = byId('person').value !== 'other';
  show(byId('reference-problem'), '');
});
byId('reference-files').addEventListener('change', event => {
  enrolAll([...event.target.files]);
  event.target.value = '';
});
const drop = byId('reference-drop');
drop.addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('over'); });
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  enrolAll([...event.dataTransfer.files]);
});

loadPeople();
