import { describe, expect, it } from 'vitest';
import type { Service, ServiceList } from '../../schemas/generated/api.ts';
import { fillPage, type LandingSources, landingOf } from './landing.ts';

const hostile = '</script><img src=x onerror=alert(1)>"\'&';
const service = {
  region: '330424',
  regionName: '海盐县',
  scenario: 'newborn',
  name: { 'zh-CN': `出生${hostile}` },
  departments: [{ 'zh-CN': '卫生健康局' }],
  promisedDays: 5,
  version: 1,
  items: [{ id: 'birth', name: { 'zh-CN': '出生医学证明' }, department: { 'zh-CN': '卫生健康局' } }],
  needs: [],
  consents: [],
  counts: { formFields: 122, asked: 15, shared: 0, derived: 0, answered: 0, missing: 0 },
} as unknown as Service;
const sources: LandingSources = {
  regions: async () => [{ code: '330424', name: '海盐县' }],
  services: async () => [service] as unknown as ServiceList,
  service: async ({ scenario }) => (scenario === 'newborn' ? service : Promise.reject(new Error('none'))),
};
const page = '<!doctype html><body><div id="root"></div><script type="module" src="/a.js"></script></body>';

describe('landingOf', () => {
  it('shows the services, and one service with what it does and how to start', async () => {
    const home = await landingOf('/go', sources);
    const one = await landingOf('/go/s/330424/newborn', sources);

    expect(home?.html).toContain('href="/go/s/330424/newborn"');
    expect(home?.data).toHaveProperty(['/services?']);
    expect(one?.html).toContain('5 个工作日办结');
    expect(one?.html).toContain('href="/go/sign-in?then=%2Fgo%2Fs%2F330424%2Fnewborn"');
    expect(one?.data).toEqual({ '/services/330424/newborn': service });
  });

  it('leaves every other address alone', async () => {
    for (const path of ['/go/a/1', '/go/s/330424', '/go/s/33042/newborn', '/go/s/330424/newborn/x', '/go/sign-in'])
      expect(await landingOf(path, sources)).toBeUndefined();
    await expect(landingOf('/go/s/330424/other', sources)).rejects.toThrow();
  });

  it('lets no text of an author become an element or end the data', async () => {
    const filled = fillPage(page, (await landingOf('/go/s/330424/newborn', sources))!);

    expect(filled).not.toContain('<img');
    expect(filled.match(/<\/script>/g)).toHaveLength(2);
    const json = /id="first-answers">(.*?)<\/script>/.exec(filled)![1]!;
    expect(JSON.parse(json)).toEqual({ '/services/330424/newborn': service });
  });
});
