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

/** 人社 for 人力资源和社会保障局: Chinese characters that stand in a name in this order, the first one first. */
export function abbreviates(query: string, name: string): boolean {
  if (!/^[\u4e00-\u9fff]{2,6}$/.test(query) || !name.startsWith(query[0]!)) return false;
  let at = -1;
  return [...query].every((sign) => {
    at = name.indexOf(sign, at + 1);
    return at >= 0;
  });
}
