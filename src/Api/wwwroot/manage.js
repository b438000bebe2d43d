// The operators' page: cameras.
import { ask, byId, element, show, sure } from './page.js';

function renderCamera(camera, given) {
  const since = camera.createdAt ? `since ${new Date(camera.createdAt).toLocaleString()}` : given ? 'from the configuration' : 'since the first start';
  const row = element('li', {}, element('span', {}, element('strong', {}, camera.id), element('span', { className: 'hint' }, ` ${since}`)));
  if (given) return row;
  const button = element('button', { type: 'button', className: 'quiet' }, 'Revoke');
  button.setAttribute('aria-label', `Revoke the token of ${camera.id}`);
  button.addEventListener('click', () => revoke(camera.id));
  row.append(button);
  return row;
}

async function refreshCameras() {
  try {
    const { cameras, fromConfiguration } = await (await ask('/admin/cameras')).json();
    byId('no-cameras').hidden = cameras.length > 0;
    byId('cameras').replaceChildren(...cameras.map(camera => renderCamera(camera, fromConfiguration)));
  } catch (fault) {
    show(byId('camera-problem'), fault.message);
  }
}

async function revoke(id) {
  if (!await sure(`Revoke the token of ${id}? Its next photo is refused. This can't be undone; a new token can be made.`, 'Revoke')) return;
  await act(() => ask(`/admin/cameras/${encodeURIComponent(id)}`, { method: 'DELETE' }), `The token of ${id} is revoked.`);
  if (byId('token-of').textContent === id) hideToken();
  byId('camera-name').focus(); // the button that had it is gone
}

async function act(what, done) {
  show(byId('camera-problem'), '');
  byId('camera-done').textContent = '';
  try {
    const answer = await what();
    byId('camera-done').textContent = done;
    return answer;
  } catch (fault) {
    show(byId('camera-problem'), fault.message);
    return null;
  } finally {
    await refreshCameras();
  }
}

function hideToken() {
  byId('token').value = '';
  byId('token-of').textContent = '';
  byId('token-box').hidden = true;
}

byId('camera-form')?.addEventListener('submit', async event => {
  event.preventDefault();
  const id = byId('camera-name').value.trim();
  const answer = await act(() => ask('/admin/cameras', { method: 'POST', body: JSON.stringify({ id }), headers: { 'Content-Type': 'application/json' } }), `${id} has a token.`);
  if (!answer) return byId('camera-name').focus();
  const { token } = await answer.json();
  byId('camera-name').value = '';
  byId('token-of').textContent = id;
  byId('token').value = token;
  byId('token-box').hidden = false;
  byId('token').focus();
  byId('token').select();
});
byId('token-copy').addEventListener('click', async () => {
  byId('token').select();
  try {
    await navigator.clipboard.writeText(byId('token').value);
    byId('camera-done').textContent = 'Copied.';
  } catch {
    byId('camera-done').textContent = 'It could not be copied: it is selected, so copy it by hand.';
  }
});
byId('token-hide').addEventListener('click', () => {
  hideToken();
  byId('camera-name').focus();
});

refreshCameras();
