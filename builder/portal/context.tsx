/** Who is here, in which language and size; shared by all pages of the portal. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Session, Text } from '../../schemas/generated/api.ts';
import { RequestError, request, setCsrfToken } from '../api/client.ts';
import { forgetDrafts } from './kept-drafts.ts';
import { type Language, textIn, type Words, words } from './words.ts';

interface Portal {
  language: Language;
  setLanguage(language: Language): void;
  elder: boolean;
  setElder(elder: boolean): void;
  w: Words;
  tx(text: Text | undefined): string;
  /** undefined: not known yet; null: nobody signed in. */
  session: Session | null | undefined;
  /** The same, waited for: a tap can come before the answer of who is here. */
  whoIsHere(): Promise<Session | null>;
  signIn(username: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** The server said the session is over: ask to sign in again, keeping the page. */
  expire(): void;
}

const PortalContext = createContext<Portal | null>(null);

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Private windows may refuse; the page works without.
  }
}
function store(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Nothing is lost: the choice holds until the page is closed.
  }
}

export function PortalProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(stored('portal.language') === 'en' ? 'en' : 'zh-CN');
  const [elder, setElder] = useState(stored('portal.elder') === 'true');
  const [session, setSession] = useState<Session | null | undefined>(undefined);

  const accept = useCallback((next: Session | null) => {
    setCsrfToken(next?.csrf);
    setSession(next);
  }, []);

  // Stays the same function for good: pages load anew when what they depend on changes.
  const expire = useCallback(() => accept(null), [accept]);

  const asked = useRef<Promise<Session | null>>(undefined);
  const ask = useCallback(() => {
    asked.current ??= request<Session>('/session').catch((error: unknown) => {
      // Offline is not signed out; the pages say so themselves.
      if (error instanceof RequestError) return null;
      asked.current = undefined;
      throw error;
    });
    return asked.current;
  }, []);
  useEffect(() => {
    void ask().then(accept);
  }, [ask, accept]);
  useEffect(() => {
    document.documentElement.lang = language;
    store('portal.language', language);
  }, [language]);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-elder', elder);
    store('portal.elder', String(elder));
  }, [elder]);

  const value = useMemo<Portal>(
    () => ({
      language,
      setLanguage,
      elder,
      setElder,
      session,
      whoIsHere: async () => (session === undefined ? ask() : session),
      w: words[language],
      tx: (text) => textIn(language, text),
      signIn: async (username, password) => accept(await request<Session>('/session', { method: 'POST', body: { username, password } })),
      signOut: async () => {
        await request('/session', { method: 'DELETE' });
        forgetDrafts();
        accept(null);
      },
      expire,
    }),
    [language, elder, session, ask, accept, expire],
  );
  return <PortalContext value={value}>{children}</PortalContext>;
}

export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (!portal) throw new Error('usePortal outside PortalProvider');
  return portal;
}
