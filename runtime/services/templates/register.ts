/** Templates that come with the product enter the ledger, so that clones always find the release they stand on. */
import { regionName } from '../../../schemas/regions/region-names.ts';
import { hashOfPackage } from '../../compile/index.ts';
import { insertRelease, listReleases, type NewRelease } from '../../store/template-releases.ts';
import type { LoadedTemplate } from '../studio/templates.ts';
import { type TemplateParts, text } from './parts.ts';

/**
 * May run any number of times. A folder whose content changed without a new number gets the next one: what is in the ledger
 * never changes. Once a region publishes a template itself, or takes it from a signed package, what is shipped counts no more.
 */
export async function registerTemplates(
  { store, clock }: Pick<TemplateParts, 'store' | 'clock'>,
  templates: Iterable<LoadedTemplate>,
): Promise<void> {
  for (const { template, package: pkg } of templates) {
    const { region, id } = template;
    const known = await listReleases(store, region, id);
    const hash = hashOfPackage(pkg);
    if (known.some((release) => release.hash === hash || release.source !== 'shipped')) continue;
    const version = Math.max(template.version, (known[0]?.version ?? 0) + 1);
    const at = clock();
    const release: NewRelease & { version: number } = {
      region,
      regionName: regionName(region),
      templateId: id,
      version,
      name: template.name,
      hash,
      package: { ...pkg, template: { ...template, version } },
      notes: template.release ?? { why: text('随产品提供', 'Comes with the product'), must: false },
      author: { name: '随产品提供' },
      scenario: null,
      source: 'shipped',
      fingerprint: null,
      at,
      line: { region, at, accountName: 'system', action: 'template.shipped', object: `${id}/${version}`, result: 'done', data: { hash } },
    };
    // Two processes may start at once: the second finds the number taken, by the same content.
    await insertRelease(store, release);
  }
}
