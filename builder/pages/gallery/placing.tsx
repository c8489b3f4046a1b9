/** Where the gallery shows a template: how binding it is, and in which lists. */
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TemplateCard, TrackLists } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { withTrack } from '../release/draft.ts';

type Level = TemplateCard['level'];
const levels: readonly Level[] = ['required', 'recommended', 'shared'];

/** `any` offers no choice as well. */
export function LevelChoice<T extends Level | ''>({ value, any, onChange }: { value: T; any?: boolean; onChange: (level: T) => void }) {
  const { t } = useTranslation();
  return (
    <label className="data-choice">
      <span>{t('gallery.level')}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as T)}>
        {any && <option value="">{t('gallery.all')}</option>}
        {levels.map((level) => (
          <option key={level} value={level}>
            {t(`gallery.level.${level}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TracksProps {
  lists: TrackLists['lists'];
  value: readonly string[];
  onChange: (tracks: string[]) => void;
}

export function TrackChoices({ lists, value, onChange }: TracksProps) {
  const text = useText();
  return lists.map((list) => (
    <fieldset key={list.id} className="release-tracks">
      <legend>{text(list.name)}</legend>
      {list.entries.map((entry) => {
        const track = `${list.id}/${entry.id}`;
        return (
          <Checkbox
            key={track}
            checked={value.includes(track)}
            onChange={(event) => onChange(withTrack(value, track, event.target.checked))}
          >
            {text(entry.name)}
          </Checkbox>
        );
      })}
    </fieldset>
  ));
}
