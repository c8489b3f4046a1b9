import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** What designers build from: data elements, data resources, departments. */
export function catalogueRoutes({ services: { studio } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/catalogue/elements',
      summary: 'Data elements of the field standard',
      access: ['designer'],
      query: 'CatalogueQuery',
      response: 'CatalogueElementList',
      handle: ({ actor, query }) => studio.catalogue.elements({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/catalogue/resources',
      summary: 'Data resources with their contracts',
      access: ['designer'],
      query: 'CatalogueQuery',
      response: 'CatalogueResourceList',
      handle: ({ actor, query }) => studio.catalogue.resources({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/catalogue/departments',
      summary: 'Departments of the region',
      access: ['designer'],
      query: 'RegionQuery',
      response: 'CatalogueDepartmentList',
      handle: ({ actor, query }) => studio.catalogue.departments({ actor, ...query }),
    }),
  ];
}
