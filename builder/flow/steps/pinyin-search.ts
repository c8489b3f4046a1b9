import { useEffect, useState } from 'react';

type Match = (text: string, query: string) => number[] | null;

/** Search by Chinese, pinyin or initials. The dictionary is loaded with the first menu; until then plain text is searched. */
export function usePinyinSearch(): (text: string, query: string) => boolean {
  const [match, setMatch] = useState<{ run: Match }>();
  useEffect(() => {
    let gone = false;
    void import('pinyin-pro').then(({ match: run }) => {
      if (!gone) setMatch({ run: (text, query) => run(text, query, { continuous: true, precision: 'start' }) });
    });
    return () => {
      gone = true;
    };
  }, []);
  return (text, query) => {
    const [haystack, needle] = [text.toLowerCase(), query.toLowerCase().replaceAll(' ', '')];
    return haystack.includes(needle) || Boolean(match?.run(haystack, needle));
  };
}
