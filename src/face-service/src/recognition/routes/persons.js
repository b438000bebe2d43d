import { readJson } from '../../http/body.js';
import { groupIdOf, guidOf, named, page, renamed } from './validation.js';

const PERSONS = '/face/v1.2/largepersongroups/:group/persons';
const PERSON = `${PERSONS}/:person`;

/** @returns {import('../../http/router.js').Route[]} */
export function personRoutes({ gallery }) {
  const groupOf = (params) => gallery.group(groupIdOf(params.group));
  const personIdOf = (params) => guidOf('personId', params.person);

  return [
    {
      method: 'POST',
      path: PERSONS,
      async handle({ request, params }) {
        const group = groupOf(params);
        return { json: { personId: await group.addPerson(named(await readJson(request))) } };
      },
    },
    {
      method: 'GET',
      path: PERSONS,
      handle({ query, params }) {
        return { json: page(query, groupOf(params).persons(), (person) => person.personId).map(toAnswer) };
      },
    },
    {
      method: 'GET',
      path: PERSON,
      handle({ params }) {
        return { json: toAnswer(groupOf(params).person(personIdOf(params))) };
      },
    },
    {
      method: 'PATCH',
      path: PERSON,
      async handle({ request, params }) {
        const group = groupOf(params);
        await group.updatePerson(personIdOf(params), renamed(await readJson(request)));
        return {};
      },
    },
    {
      method: 'DELETE',
      path: PERSON,
      async handle({ params }) {
        await groupOf(params).deletePerson(personIdOf(params));
        return {};
      },
    },
  ];
}

function toAnswer({ personId, name, userData, faces }) {
  return { personId, name, userData, persistedFaceIds: faces.map((face) => face.persistedFaceId) };
}
