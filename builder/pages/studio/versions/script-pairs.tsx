import { useTranslation } from 'react-i18next';
import { useText } from '../../../i18n/use-text.ts';
import type { ScriptPair } from './changes.ts';

/** Scripts that differ, both texts side by side; what differs carries a sign as well as a tint. */
export function ScriptPairs({ pairs, names }: { pairs: readonly ScriptPair[]; names: { before: string; after: string } }) {
  return pairs.map((pair) => <Pair key={pair.id} pair={pair} names={names} />);
}

function Pair({ pair, names }: { pair: ScriptPair; names: { before: string; after: string } }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <section className="script-pair">
      <h3>{t('versions.script', { name: text(pair.name) })}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keyboard */}
      <div className="script-scroll" tabIndex={0} role="region" aria-label={t('versions.script', { name: text(pair.name) })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{names.before}</th>
              <th scope="col">{names.after}</th>
            </tr>
          </thead>
          <tbody>
            {pair.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name and never move
              <tr key={at} className={row.same ? undefined : 'script-differs'}>
                <Cell words={row.before} sign={row.same ? ' ' : '－'} />
                <Cell words={row.after} sign={row.same ? ' ' : '＋'} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ words, sign }: { words: string | undefined; sign: string }) {
  return (
    <td className={words === undefined ? 'script-empty' : undefined}>
      {words !== undefined && (
        <code>
          {sign} {words}
        </code>
      )}
    </td>
  );
}
