// Keeps the start page up to date and sends what people do on it. No framework: one state, one render.
'use strict';

const byId = id => document.getElementById(id);
const pollEvery = 1000; // milliseconds
const seen = { photos: '', samples: '', troubles: '[]' };

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function show(node, text) {
  node.hidden = !text;
  node.textContent = text ?? '';
}

async function send(path, options = {}) {
  const answer = await fetch(path, { ...options, method: 'POST', headers: { ...options.headers, 'X-Atmosphere': '1' } });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? `The server answered ${answer.status}.`);
}

async function load(path, body, what) {
  show(byId('photo-problem'), '');
  byId('status').textContent = `Loading ${what} …`;
  try {
    await send(path, body ? { body, headers: { 'Content-Type': body.type || 'application/octet-stream' } } : {});
    await refresh();
  } catch (fault) {
    show(byId('photo-problem'), `${what} was not taken. ${fault.message}`);
  }
}

const words = {
  detected: ['wait', () => 'is being looked at'],
  identified: ['good', face => `Recognised as ${face.name}, ${Math.round(face.confidence * 100)} %`],
  asking: ['wait', face => face.asked ? `Asked in the channel${face.votes ? `, ${face.votes} vote${face.votes > 1 ? 's' : ''}` : ''}` : 'Waits for a place in the channel'],
  following: ['wait', () => 'Asked about together with another picture'],
  agreed: ['wait', face => `Agreed: ${face.name}; on the way to the gallery`],
  tagged: ['good', face => `Tagged as ${face.name}${face.enrolled ? '' : ' (not added to the gallery)'}`],
  unusable: ['bad', face => face.reason],
  dismissed: ['', face => face.reason],
  disputed: ['bad', () => 'People disagree'],
  expired: ['', face => face.votes ? 'Too few answered in time' : 'Nobody answered in time'],
  forgotten: ['', () => 'Removed'],
};

const photoWords = {
  waiting: 'being looked at …',
  'no-face': 'no face on it',
};

function renderFace(face) {
  const [tone, say] = words[face.status] ?? ['', () => face.status];
  const text = say(face);
  return element('li', {},
    element('img', { src: face.picture, alt: `A face: ${text}`, loading: 'lazy' }),
    element('span', { className: tone }, text));
}

function renderPhoto(photo) {
  const said = photo.status === 'unusable' ? photo.reason : photoWords[photo.status] ?? `${photo.faces.length} face${photo.faces.length === 1 ? '' : 's'}`;
  const taken = new Date(photo.acceptedAt);
  return element('li', {},
    element('h3', {}, element('time', { dateTime: photo.acceptedAt }, taken.toLocaleTimeString()), ` · ${said}`),
    element('ul', { className: 'faces' }, ...photo.faces.map(renderFace)));
}

function renderPhotos(state) {
  const key = JSON.stringify(state.photos);
  if (key === seen.photos) return; // leaves focus and selection alone
  seen.photos = key;
  byId('no-photos').hidden = state.photos.length > 0;
  byId('photos').replaceChildren(...state.photos.map(renderPhoto));
}

function renderTroubles(state) {
  const key = JSON.stringify(state.troubles);
  if (key === seen.troubles) return; // or it would be read out again and again
  seen.troubles = key;
  byId('troubles').hidden = state.troubles.length === 0;
  byId('troubles').replaceChildren(...state.troubles.map(trouble => element('li', {}, trouble)));
}

function renderSamples(state) {
  const key = state.samples.join();
  if (key === seen.samples) return;
  seen.samples = key;
  byId('samples-box').hidden = state.samples.length === 0;
  byId('samples').replaceChildren(...state.samples.map(number => {
    const button = element('button', { type: 'button' },
      element('img', { src: `/samples/${number}`, alt: '' }), element('span', {}, `Sample ${number}`));
    button.addEventListener('click', () => load(`/samples/${number}`, null, `Sample ${number}`));
    return element('li', {}, button);
  }));
}

function renderTraining(state) {
  const { training } = state;
  const changed = training.changedPeople === 0 ? 'Nothing new to learn.'
    : `${training.changedPeople} ${training.changedPeople === 1 ? 'person has' : 'people have'} new faces.`;
  const last = training.lastFailure ? ` The last training failed: ${training.lastFailure}`
    : training.lastSuccessAt ? ` Last trained at ${new Date(training.lastSuccessAt).toLocaleTimeString()}.` : '';
  const next = training.nextAt ? ` Next by itself: ${new Date(training.nextAt).toLocaleString()}.` : '';
  byId('train-text').textContent = training.running ? 'Training …' : changed + last + next;
  byId('train').disabled = training.running;
}

function renderSteps(state) {
  const faces = state.photos.flatMap(photo => photo.faces);
  const asking = faces.filter(face => face.status === 'asking').length;
  const waiting = faces.filter(face => face.status === 'asking' && !face.asked).length;
  const quiet = waiting > 0 && state.quietUntil
    ? ` ${waiting === asking ? 'Nobody is asked' : 'Nobody is asked anything new'} before ${new Date(state.quietUntil).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}: these are quiet hours.` : '';
  const tagged = faces.filter(face => face.status === 'tagged').length;
  const known = faces.filter(face => face.status === 'identified').length;
  const trained = Boolean(state.training.lastSuccessAt);
  byId('answer-text').textContent = asking > 0
    ? `${asking} face${asking === 1 ? ' waits' : 's wait'} for an answer in the channel.${quiet}`
    : 'Faces that nobody knows yet are asked about in the channel.';
  byId('again-text').textContent = known > 0
    ? `${known} face${known === 1 ? ' was' : 's were'} recognised without asking anybody.`
    : 'Who was tagged once is recognised, and nobody is asked.';
  const done = { photo: faces.length > 0, answer: tagged > 0 || known > 0, train: trained, again: known > 0 };
  const current = Object.keys(done).find(step => !done[step]);
  for (const step of document.querySelectorAll('.step')) {
    step.classList.toggle('done', done[step.dataset.step]);
    step.classList.toggle('current', step.dataset.step === current);
  }
}

function render(state) {
  const status = byId('status');
  if (status.textContent !== state.recogniser.message) status.textContent = state.recogniser.message;
  status.className = `status ${state.recogniser.ready ? 'ready' : state.recogniser.broken ? 'broken' : 'waiting'}`;
  renderTroubles(state);
  renderSamples(state);
  renderPhotos(state);
  renderTraining(state);
  renderSteps(state);
}

async function refresh() {
  try {
    const answer = await fetch('/page/state');
    if (answer.status === 401) return location.assign('/signin');
    render(await answer.json());
  } catch {
    byId('status').textContent = 'Atmosphere does not answer. Is it still running?';
    byId('status').className = 'status broken';
  }
}

byId('file').addEventListener('change', event => {
  const [file] = event.target.files;
  if (file) load('/photos', file, file.name);
  event.target.value = '';
});
const drop = byId('drop');
drop.addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('over'); });
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  for (const file of event.dataTransfer.files) load('/photos', file, file.name);
});
byId('train').addEventListener('click', async () => {
  show(byId('train-problem'), '');
  try {
    await send('/admin/training/run');
    await refresh();
  } catch (fault) {
    show(byId('train-problem'), fault.message);
  }
});

(async function keepFresh() {
  await refresh();
  setTimeout(keepFresh, pollEvery);
})();
