// The page of records: what would be deleted by age, and when.
import { ask, byId, count, element, show, sure } from './page.js';

const again = 1000; // milliseconds between two looks while it is being deleted
const atOnce = 25; // lines that are shown before somebody asks for more

let lines = [];
let shown = atOnce;

const time = at => new Date(at).toLocaleString();
const days = number => (number === 0 ? 'kept for ever' : `kept for ${count(number, 'day', 'days')}`);

function tellLast(run) {
  const by = run.by === 'atmosphere' ? 'by itself' : `wanted by ${run.by}`;
  return `The last time was ${time(run.endedAt ?? run.begunAt)}, ${by}: ${count(run.photos, 'photo', 'photos')}, pictures of ${count(run.faces, 'face', 'faces')} and ${count(run.auditEntries, 'entry', 'entries')} of the audit were deleted.`;
}

function render(view) {
  const goes = view.nextAt ? time(view.nextAt) : 'with the first run';
  const { photos, faces, auditEntries } = view.wouldDelete;
  lines = [
    ...photos.listed.map(photo => [`Photo ${photo.id.slice(0, 16)}…`, time(photo.since), goes]),
    ...faces.listed.map(face => [`Pictures of face ${face.id}`, time(face.since), goes]),
    ...(auditEntries > 0 ? [[count(auditEntries, 'entry of the audit', 'entries of the audit'), `longer than ${count(view.auditDays, 'day', 'days')}`, goes]] : []),
  ];
  const limits = view.photosDays + view.cropsDays + view.auditDays > 0;
  const more = photos.more || faces.more ? ' There are more than are listed.' : '';
  byId('retention-settings').replaceChildren(
    element('li', {}, `Photos: ${days(view.photosDays)} (`, element('code', {}, 'Retention:PhotosDays'), ')'),
    element('li', {}, `Pictures of dismissed and expired faces: ${days(view.cropsDays)} (`, element('code', {}, 'Retention:CropsDays'), ')'),
    element('li', {}, `Entries of the audit: ${days(view.auditDays)} (`, element('code', {}, 'Retention:AuditDays'), ')'));
  byId('retention-when').textContent = !limits
    ? 'Everything is kept, so nothing is ever deleted by age. The settings change that.'
    : view.running
      ? 'It is being deleted now.'
      : lines.length === 0
        ? `Nothing is too old now. The next run is ${goes}.`
        : `This goes with the next run, ${goes}.${more} A question that is asked again until then keeps its pictures.`;
  show(byId('retention-last'), view.last ? tellLast(view.last) : '');
  byId('retention-run').hidden = !limits || lines.length === 0 || Boolean(view.running);
  renderLines();
}

function renderLines() {
  byId('retention-lines').replaceChildren(...lines.slice(0, shown).map(cells => element('tr', {}, ...cells.map(text => element('td', {}, text)))));
  byId('retention-box').hidden = lines.length === 0;
  byId('retention-more').hidden = lines.length <= shown;
  byId('retention-more').textContent = `Show all ${lines.length}`;
}

/** Reads until nothing is being deleted any more. */
async function look() {
  try {
    const view = await (await ask('/admin/retention')).json();
    show(byId('retention-problem'), '');
    render(view);
    if (view.running) setTimeout(look, again);
    return view;
  } catch (fault) {
    show(byId('retention-problem'), fault.message);
    return null;
  }
}

byId('retention-look').addEventListener('click', async () => {
  byId('retention-done').textContent = '';
  if (await look()) byId('retention-done').textContent = 'Looked again just now.';
});
byId('retention-more').addEventListener('click', () => {
  shown = lines.length;
  renderLines();
  byId('retention-box').focus(); // the button that had it is gone
});
byId('retention-run').addEventListener('click', async () => {
  if (!await sure('Delete what is too old now? This can\'t be undone.', 'Delete')) return;
  byId('retention-done').textContent = '';
  try {
    const { message } = await (await ask('/admin/retention/run', { method: 'POST' })).json();
    byId('retention-done').textContent = message;
    show(byId('retention-problem'), '');
  } catch (fault) {
    show(byId('retention-problem'), fault.message);
    return;
  }

  await look();
  byId('retention-look').focus(); // the button that had it may be gone
});

look();
