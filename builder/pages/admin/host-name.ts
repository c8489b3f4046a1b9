/** What an administrator pastes, as the host name it means: an address of a page is cut to its host. */
export function hostOf(typed: string): string | undefined {
  const bare = typed
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^[^@]*@/, '');
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/.test(bare) && bare.length <= 253 && portFits(bare) ? bare : undefined;
}

const portFits = (host: string): boolean => {
  const port = host.split(':')[1];
  return port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
};
