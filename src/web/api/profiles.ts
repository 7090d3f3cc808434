import { getProfile } from '../../profiles/load-profiles.js';
import { templateHeader } from '../../profiles/template.js';
import { writeTemplate } from '../../results/template-file.js';
import type { ApiDeps } from './api-deps.js';
import { csv, json, route, type ApiRoute } from './route.js';
import * as wire from './wire.js';

export function profileRoutes({ drafts }: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'get',
      path: '/profiles',
      summary: 'The layouts of lists that are recognised',
      role: 'view',
      answers: json(wire.profiles),
      handle: () =>
        Promise.resolve({
          profiles: drafts.profiles.map((profile) => ({
            name: profile.name,
            title: profile.title,
            columns: templateHeader(profile),
          })),
        }),
    }),
    route({
      method: 'get',
      path: '/profiles/{name}/template.csv',
      summary: "An empty list of a layout, with the business's own fields",
      role: 'view',
      answers: csv,
      handle: async ({ who, params }) => {
        const profile = getProfile(drafts.profiles, params.name);
        const fields = await drafts.listFields(who);
        return {
          name: `${profile.name}-template.csv`,
          text: [writeTemplate(profile, fields), '\r\n'],
        };
      },
    }),
  ];
}
