import { readJson } from '../../http/body.js';
import { badArgument } from '../../http/errors.js';
import { groupIdOf, named, page, RECOGNITION_MODELS, renamed } from './validation.js';

const GROUPS = '/face/v1.2/largepersongroups';
const GROUP = `${GROUPS}/:group`;

/** @returns {import('../../http/router.js').Route[]} */
export function groupRoutes({ gallery }) {
  const groupOf = (params) => gallery.group(groupIdOf(params.group));

  return [
    {
      method: 'GET',
      path: GROUPS,
      handle({ query }) {
        const withModel = query.boolean('returnRecognitionModel', false);
        const groups = page(query, gallery.groups(), (group) => group.info.largePersonGroupId);
        return { json: groups.map((group) => toAnswer(group, withModel)) };
      },
    },
    {
      method: 'PUT',
      path: GROUP,
      async handle({ request, params }) {
        const largePersonGroupId = groupIdOf(params.group);
        const body = await readJson(request);
        await gallery.createGroup({ largePersonGroupId, ...named(body), recognitionModel: recognitionModelOf(body) });
        return {};
      },
    },
    {
      method: 'GET',
      path: GROUP,
      handle({ params, query }) {
        return { json: toAnswer(groupOf(params), query.boolean('returnRecognitionModel', false)) };
      },
    },
    {
      method: 'PATCH',
      path: GROUP,
      async handle({ request, params }) {
        const group = groupOf(params);
        await group.update(renamed(await readJson(request)));
        return {};
      },
    },
    {
      method: 'DELETE',
      path: GROUP,
      async handle({ params }) {
        await gallery.deleteGroup(groupIdOf(params.group));
        return {};
      },
    },
    {
      method: 'POST',
      path: `${GROUP}/train`,
      async handle({ request, params }) {
        const group = groupOf(params);
        await group.train();
        const status = `http://${request.headers.host}${GROUPS}/${group.info.largePersonGroupId}/training`;
        return { status: 202, headers: { 'operation-Location': status } };
      },
    },
    {
      method: 'GET',
      path: `${GROUP}/training`,
      handle({ params }) {
        return { json: groupOf(params).training() };
      },
    },
  ];
}

function recognitionModelOf({ recognitionModel = 'recognition_01' }) {
  if (!RECOGNITION_MODELS.includes(recognitionModel)) {
    throw badArgument(`recognitionModel: has to be one of ${RECOGNITION_MODELS.join(', ')}.`);
  }
  return recognitionModel;
}

function toAnswer({ info: { recognitionModel, ...info } }, withModel) {
  return withModel ? { ...info, recognitionModel } : info;
}
