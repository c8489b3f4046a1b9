/**
 * The pages of the portal anybody may open, as HTML inside the first answer: on a slow phone they are read before the
 * script is there. The script draws the same from the data that comes along, so nothing moves and nothing is asked twice.
 */
import type { RegionList, Service, ServiceList } from '../../schemas/generated/api.ts';
import type { Text } from '../../schemas/generated/documents.ts';

export interface LandingSources {
  regions(): Promise<RegionList>;
  services(): Promise<ServiceList>;
  /** Rejects when there is no such service. */
  service(key: { region: string; scenario: string }): Promise<Service>;
}

export interface Landing {
  /** What stands inside #root. */
  html: string;
  /** Answers of the API by path, as the script would ask for them. */
  data: Record<string, unknown>;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);
const zh = (text: Text): string => escapeHtml(text['zh-CN']);

/** The first picture of `/go` and `/go/s/:region/:scenario`; undefined for every other address. */
export async function landingOf(path: string, sources: LandingSources): Promise<Landing | undefined> {
  if (path === '/go') return home(await sources.services(), await sources.regions());
  const [, region, scenario] = /^\/go\/s\/(\d{6})\/([A-Za-z0-9._-]+)$/.exec(path) ?? [];
  return region && scenario ? service(await sources.service({ region, scenario })) : undefined;
}

/** Puts the picture and its data into the built page. The data is no script to a browser, and cannot end its element. */
export function fillPage(page: string, { html, data }: Landing): string {
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  return page.replace(
    /<div id="root"><\/div>/,
    () => `<div id="root">${html}</div>\n    <script type="application/json" id="first-answers">${json}</script>`,
  );
}

function home(services: ServiceList, regions: RegionList): Landing {
  const rows = services.map((one) => {
    const days = one.promisedDays === undefined ? '' : ` · ${one.promisedDays} 个工作日办结`;
    return `<li><a class="row" href="/go/s/${escapeHtml(one.region)}/${escapeHtml(one.scenario)}"><strong>${zh(one.name)}</strong><span>${escapeHtml(one.regionName)}</span><span class="second">${one.departments.map(zh).join('、')}${days}</span></a></li>`;
  });
  const html = `<h1>一件事一次办</h1><p class="lead">只填一次，部门之间自己核对。</p><ul class="rows">${rows.join('')}</ul>`;
  return { html: framed(html), data: { '/services?': services, '/regions': regions } };
}

function service(found: Service): Landing {
  const facts = [
    found.who && ['谁可以办', zh(found.who)],
    found.promisedDays !== undefined && ['多久办好', `${found.promisedDays} 个工作日办结`],
    found.minutes !== undefined && ['大约需要', `${found.minutes} 分钟`],
    ['费用', found.fee ? zh(found.fee) : '不收费'],
    ['要您填写', `${found.counts.asked} 项（原来各部门表格共 ${found.counts.formFields} 项）`],
    found.help && ['咨询电话', escapeHtml(found.help)],
  ].filter((fact): fact is [string, string] => Array.isArray(fact));
  const address = `/go/s/${found.region}/${found.scenario}`;
  const html = [
    `<a class="back" href="/go">返回</a><h1>${zh(found.name)}</h1>`,
    `<p class="lead">${escapeHtml(found.regionName)}${found.summary ? ` · ${zh(found.summary)}` : ''}</p>`,
    `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`,
    // A link until the script is there: it leads to the sign-in, and back here.
    `<a class="primary" href="/go/sign-in?then=${encodeURIComponent(address)}">开始办理</a>`,
    `<section><h2>帮您办这些事</h2><ul class="plain">${found.items.map((item) => `<li>${zh(item.name)} <span class="second">${zh(item.department)}</span></li>`).join('')}</ul></section>`,
  ].join('');
  return { html: framed(html), data: { [`/services/${found.region}/${found.scenario}`]: found } };
}

function framed(main: string): string {
  return `<header class="top"><div class="column top-row"><a class="brand" href="/go">联办 <span>办事</span></a></div></header><main id="main" class="column">${main}</main>`;
}
