/** 双人复核: one officer decides, another one of the same desk confirms; who did the first cannot do the second. */
import { definePlugin, pluginFormat } from '../../plugin.ts';

export default definePlugin({
  format: pluginFormat,
  kind: 'node',
  id: 'twoPerson',
  name: { 'zh-CN': '双人复核', en: 'Two-person review' },
  description: {
    'zh-CN': '一人初核，同部门另一人复核；初核不同意就不再复核',
    en: 'One officer decides, another of the same department confirms; a refusal needs no confirmation',
  },
  base: 'task',
  settings: {
    reviewDays: {
      type: 'integer',
      name: { 'zh-CN': '复核几个工作日', en: 'Working days for the confirmation' },
      minimum: 1,
      maximum: 30,
      default: 1,
    },
  },
  expand({ id, node, settings, part }) {
    const [first, confirmed] = [part('first'), part('confirm')];
    const { form: _form, dueDays: _days, ...second } = node;
    const named = (words: string, english: string) => ({
      'zh-CN': `${node.name['zh-CN']}（${words}）`,
      en: `${node.name.en ?? node.name['zh-CN']} (${english})`,
    });
    const decided = Object.entries(node.decisions);
    return {
      nodes: {
        [first]: { ...node, name: named('初核', 'first') },
        [id]: { ...second, name: named('复核', 'confirmation'), separate: [first], dueDays: Number(settings.reviewDays) },
      },
      edges: Object.fromEntries(
        decided
          .filter(([, { effect }]) => effect === 'agree')
          .map(([on], index) => [index === 0 ? confirmed : `${confirmed}${index}`, { from: first, to: id, rank: `a${index}`, on }]),
      ),
      entry: first,
      leaves: decided.filter(([, { effect }]) => effect !== 'agree').map(([on]) => ({ from: first, on })),
    };
  },
});
