import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApplicantFigures, applicantFigures } from './figures.ts';
import { type PlayedTemplate, playTemplate } from './testing/template.ts';

const folders = { newborn: 'family/newborn', restaurant: 'enterprise/restaurant' };
const played: Record<string, PlayedTemplate> = {};
const figures: Record<string, Map<string, ApplicantFigures>> = {};
beforeAll(async () => {
  for (const [name, folder] of Object.entries(folders)) {
    const template = await playTemplate(path.join(import.meta.dirname, '../../templates', folder));
    played[name] = template;
    figures[name] = new Map(applicantFigures(template.pkg, template.plan, template.runs).map((one) => [one.case, one]));
  }
});
afterAll(async () => {
  for (const template of Object.values(played)) await template.close();
});
const of = (name: string, id: string): ApplicantFigures => figures[name]!.get(id)!;

describe('figures of the merged form', () => {
  it.each([
    ['newborn', 'all-on-file', { sources: 'all', forms: 8, addedUp: 100, distinct: 45, typed: 3 }],
    ['newborn', 'nothing-on-file', { sources: 'none', forms: 8, addedUp: 100, distinct: 45, typed: 37 }],
    ['newborn', 'birth-record-down', { sources: 'some', forms: 8, addedUp: 101, distinct: 46, typed: 17 }],
    ['restaurant', 'all-on-file', { sources: 'all', forms: 6, addedUp: 120, distinct: 67, typed: 26 }],
    ['restaurant', 'nothing-on-file', { sources: 'none', forms: 6, addedUp: 102, distinct: 58, typed: 53 }],
    ['restaurant', 'property-register-down', { sources: 'some', forms: 6, addedUp: 120, distinct: 67, typed: 32 }],
  ] as const)('of %s, %s', (name, id, wanted) => {
    expect(of(name, id)).toMatchObject(wanted);
  });

  it.each(['newborn', 'restaurant'])(
    'save at least 60 %% in %s with everything on file, even when each required field counts once',
    (name) => {
      const { saved, savedOfDistinct } = of(name, 'all-on-file');

      expect(saved).toBeGreaterThanOrEqual(0.6);
      expect(savedOfDistinct).toBeGreaterThanOrEqual(0.6);
    },
  );

  it('never type more than the forms added up, whoever applies', () => {
    for (const name of Object.keys(folders))
      for (const one of figures[name]!.values()) {
        expect(one.typed, `${name} ${one.case}`).toBeLessThan(one.addedUp);
        expect(one.distinct, `${name} ${one.case}`).toBeLessThanOrEqual(one.addedUp);
      }
  });

  it('say of each typed question which department needs it, for which matter and by what law', () => {
    for (const name of Object.keys(folders)) {
      const { scenario } = played[name]!.pkg;
      for (const { supply, needs, path: asked } of of(name, 'nothing-on-file').reasons) {
        if (supply !== 'typed') continue;
        expect(needs.length, asked).toBeGreaterThan(0);
        for (const need of needs) {
          expect(scenario.departments[need.department], `${asked} ${need.form}`).toBeDefined();
          // Questions of the joint application itself belong to no matter; all others name one and its law.
          if (need.item !== undefined) expect(need.legalBasis, `${asked} ${need.form}`).toBeDefined();
        }
      }
    }
  });

  it('count what is typed on the situation page, though a register may overtake it', () => {
    const reasons = of('restaurant', 'all-on-file').reasons.filter(({ supply }) => supply === 'typed');

    expect(reasons.map(({ path: asked }) => asked)).toContain('premises.area');
    expect(played.restaurant!.runs.get('all-on-file')!.asked).not.toContain('premises.area');
  });
});
