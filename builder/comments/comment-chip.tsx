import { CommentOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useCommentsState } from './context.tsx';
import { type CommentPlace, keyOfPlace } from './places.ts';
import './comments.css';

interface ChipProps {
  place: CommentPlace;
  /** Of what: read with the count. */
  name: string;
  /** Also where nothing was said yet: to be the first. */
  always?: boolean;
}

/** How many conversations about this wait; opens them. */
export function CommentChip({ place, name, always = false }: ChipProps) {
  const { t } = useTranslation();
  const comments = useCommentsState();
  const count = comments?.open.get(keyOfPlace(place)) ?? 0;
  if (!comments || (count === 0 && !always)) return null;
  const words = count > 0 ? t('comments.countOf', { name, count }) : t('comments.beFirst', { name });
  return (
    <button
      type="button"
      className={`comment-chip nodrag nopan ${count > 0 ? 'comment-chip-open' : ''}`}
      aria-label={words}
      title={words}
      onClick={(event) => {
        event.stopPropagation();
        comments.show(place);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
      // Keys of the step are not meant for it; Esc is: it leads out of the settings the chip may stand in.
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
    >
      <CommentOutlined /> {count > 0 ? count : t('comments.write')}
    </button>
  );
}
